package dev.powerstrip.upstream;

import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Reads the head of an answer. */
final class HeadReader {

    private static final int MOST_HEADERS = 200;
    private static final int MOST_INTERIM = 100;
    private static final int MOST_EMPTY_LINES = 10;
    private static final String VERSION = "HTTP/1.";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Input input;
    private final List<String> fields = new ArrayList<>(40);

    private HeadReader(Input input) {
        this.input = input;
    }

    /**
     * Passes over what an upstream says while it works.
     *
     * @throws ProtocolException if it is no HTTP/1.1
     * @throws IOException if it breaks off
     */
    static Head read(Input input) throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            var head = new HeadReader(input).head();
            if (head.status() == SWITCHING_PROTOCOLS) {
                throw malformed("it goes on in another protocol, for which nobody asked");
            }
            if (head.status() >= 200) {
                return head;
            }
        }
        throw malformed("more than " + MOST_INTERIM + " interim answers come first");
    }

    static ProtocolException malformed(String why) {
        return new ProtocolException("the upstream's answer is no HTTP/1.1: " + why);
    }

    private Head head() throws IOException {
        input.nextLine();
        for (int empty = 0; input.lineLength() == 0 && empty < MOST_EMPTY_LINES; empty++) {
            input.nextLine();
        }
        int minor = minorVersion();
        int status = status();
        for (input.nextLine(); input.lineLength() > 0; input.nextLine()) {
            addField();
        }
        return new Head(status, Headers.of(fields.toArray(String[]::new)), Framing.of(minor, fields));
    }

    private int minorVersion() throws ProtocolException {
        boolean ours = input.lineLength() > VERSION.length() + 4;
        for (int i = 0; ours && i < VERSION.length(); i++) {
            ours = input.lineByte(i) == VERSION.charAt(i);
        }
        if (!ours || input.lineByte(VERSION.length() + 1) != ' ') {
            throw malformed("it does not begin with HTTP/1.1 and a status");
        }
        return digit(VERSION.length());
    }

    private int status() throws ProtocolException {
        int from = VERSION.length() + 2;
        if (input.lineLength() > from + 3 && input.lineByte(from + 3) != ' ') {
            throw noStatus();
        }
        int status = 100 * digit(from) + 10 * digit(from + 1) + digit(from + 2);
        if (status < 100) {
            throw noStatus();
        }
        return status;
    }

    private int digit(int index) throws ProtocolException {
        int digit = input.lineByte(index) - '0';
        if (digit < 0 || digit > 9) {
            throw noStatus();
        }
        return digit;
    }

    private static ProtocolException noStatus() {
        return malformed("its version or status is no number");
    }

    private void addField() throws ProtocolException {
        if (isBlank(input.lineByte(0))) {
            unfold();
            return;
        }
        int colon = 0;
        while (colon < input.lineLength() && input.lineByte(colon) != ':') {
            if (input.lineByte(colon) <= ' ') {
                throw malformed("the name of a header holds a blank or worse");
            }
            colon++;
        }
        if (colon == 0 || colon == input.lineLength()) {
            throw malformed("a header has no name or no colon");
        }
        if (fields.size() == 2 * MOST_HEADERS) {
            throw malformed("it has more than " + MOST_HEADERS + " headers");
        }
        fields.add(input.lineText(0, colon));
        fields.add(text(colon + 1));
    }

    /** A line that begins with a blank goes on with the value of the line before. */
    private void unfold() throws ProtocolException {
        if (fields.isEmpty()) {
            throw malformed("its first header begins with a blank");
        }
        int last = fields.size() - 1;
        var whole = fields.get(last) + " " + text(0);
        if (whole.length() > Input.LONGEST_LINE) {
            throw malformed("a header is longer than " + Input.LONGEST_LINE + " bytes");
        }
        fields.set(last, whole);
    }

    /** The rest of the line without the blanks around it. */
    private String text(int start) throws ProtocolException {
        int from = start;
        int to = input.lineLength();
        while (from < to && isBlank(input.lineByte(from))) {
            from++;
        }
        while (from < to && isBlank(input.lineByte(to - 1))) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (input.lineByte(i) == 0 || input.lineByte(i) == '\r') {
                throw malformed("a header holds a NUL or a carriage return");
            }
        }
        return input.lineText(from, to);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }
}
