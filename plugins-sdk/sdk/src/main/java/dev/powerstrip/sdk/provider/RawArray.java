package dev.powerstrip.sdk.provider;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Makes an array of values that are JSON already. */
final class RawArray {

    private RawArray() {}

    static byte[] of(List<byte[]> values) {
        var array = new ByteArrayOutputStream();
        array.write('[');
        for (var value : values) {
            if (array.size() > 1) {
                array.write(',');
            }
            array.writeBytes(value);
        }
        array.write(']');
        return array.toByteArray();
    }
}
