package dev.powerstrip.upstream;

import java.net.ProtocolException;
import java.util.List;

/**
 * Where the body of an answer ends, and whether its connection serves another request then.
 *
 * @param length in bytes; negative if the head does not say it
 * @param chunked whether the body says its end itself, whatever the head says about its length
 */
record Framing(long length, boolean chunked, boolean keepsAlive) {

    /** More digits may not fit. */
    private static final int LONGEST_NUMBER = 18;

    /**
     * @param minor the version's second number
     * @param fields names and values in turn
     * @throws ProtocolException if they contradict each other or mean nothing
     */
    static Framing of(int minor, List<String> fields) throws ProtocolException {
        long length = -1;
        boolean chunked = false;
        boolean close = minor == 0;
        for (int i = 0; i < fields.size(); i += 2) {
            var name = fields.get(i);
            var value = fields.get(i + 1);
            switch (name.length()) {
                case 10, 16 -> {
                    if (name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Proxy-Connection")) {
                        close = closes(value, close);
                    }
                }
                case 14 -> {
                    if (name.equalsIgnoreCase("Content-Length")) {
                        length = length(value, length);
                    }
                }
                case 17 -> {
                    if (name.equalsIgnoreCase("Transfer-Encoding")) {
                        chunked = chunked(value, chunked);
                    }
                }
                default -> {
                    // Says nothing about the body.
                }
            }
        }
        // Who says both may mean either, and so may whoever forwarded it.
        boolean clear = !chunked || length < 0 && minor > 0;
        return new Framing(length, chunked, !close && clear);
    }

    private static boolean closes(String value, boolean otherwise) {
        if (value.equalsIgnoreCase("keep-alive")) {
            return false;
        }
        boolean closes = otherwise;
        for (var option : value.split(",")) {
            if (option.strip().equalsIgnoreCase("close")) {
                return true;
            }
            closes &= !option.strip().equalsIgnoreCase("keep-alive");
        }
        return closes;
    }

    private static long length(String value, long before) throws ProtocolException {
        if (before >= 0) {
            throw HeadReader.malformed("it says its length twice");
        }
        if (value.isEmpty() || value.length() > LONGEST_NUMBER) {
            throw noLength();
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw noLength();
            }
            length = 10 * length + digit;
        }
        return length;
    }

    private static ProtocolException noLength() {
        return HeadReader.malformed("its Content-Length is no number");
    }

    private static boolean chunked(String value, boolean before) throws ProtocolException {
        if (before || !value.equalsIgnoreCase("chunked")) {
            throw HeadReader.malformed("it has a Transfer-Encoding other than \"chunked\"");
        }
        return true;
    }
}
