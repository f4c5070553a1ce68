package dev.powerstrip.sdk.testing;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Watches the tests of a contract that {@link Proves prove} something of a provider, and notes how they end. */
final class Proofs implements InvocationInterceptor {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Proofs.class);

    private final Supplier<String> provider;

    /** @param provider the id of the provider that the contract's instance tries */
    Proofs(Supplier<String> provider) {
        this.provider = provider;
    }

    @Override
    public void interceptTestMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method,
        ExtensionContext context) throws Throwable {
        watch(test, method.getExecutable(), context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(Invocation<T> factory, ReflectiveInvocationContext<Method> method,
        ExtensionContext context) throws Throwable {
        kept(context).ran(method.getExecutable());
        return factory.proceed();
    }

    @Override
    public void interceptDynamicTest(Invocation<Void> test, DynamicTestInvocationContext dynamic,
        ExtensionContext context) throws Throwable {
        watch(test, factory(context).getRequiredTestMethod(), context);
    }

    /** A dynamic test's own context knows neither method nor class. */
    private static ExtensionContext factory(ExtensionContext context) {
        return context.getTestMethod().isPresent() ? context : factory(context.getParent().orElseThrow());
    }

    private void watch(Invocation<Void> test, Method method, ExtensionContext context) throws Throwable {
        boolean passed = false;
        try {
            test.proceed();
            passed = true;
        } finally {
            kept(context).ran(method);
            for (var feature : features(method, context.getDisplayName())) {
                kept(context).ended(feature, passed);
            }
        }
    }

    private static List<Feature> features(Method method, String name) {
        var proves = method.getAnnotation(Proves.class);
        if (proves == null) {
            return List.of();
        }
        return proves.value().length == 0 ? List.of(Feature.valueOf(name)) : Arrays.asList(proves.value());
    }

    /** One for each provider that a test class tries. */
    private FeatureRecord kept(ExtensionContext context) {
        var tests = factory(context).getRequiredTestClass();
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(tests.getName() + " " + provider.get(),
            key -> new FeatureRecord(provider.get(), tests), FeatureRecord.class);
    }
}
