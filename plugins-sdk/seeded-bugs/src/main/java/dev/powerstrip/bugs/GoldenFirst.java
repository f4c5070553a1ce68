package dev.powerstrip.bugs;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Begins with what is quick and finds most: the comparison with golden files. */
public final class GoldenFirst implements MethodOrderer {

    private static final List<String> FIRST
        = List.of("readsTheUpstreamsAnswer", "saysTheRequestInTheUpstreamsWords",
            "asksAtTheUpstreamsAddressInItsHeaders");

    @Override
    public void orderMethods(MethodOrdererContext context) {
        context.getMethodDescriptors().sort(Comparator.comparing(GoldenFirst::comesLater));
    }

    private static boolean comesLater(MethodDescriptor method) {
        return !FIRST.contains(method.getMethod().getName());
    }
}
