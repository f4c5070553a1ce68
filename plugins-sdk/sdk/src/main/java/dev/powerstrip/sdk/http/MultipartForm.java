package dev.powerstrip.sdk.http;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A form with files, {@code multipart/form-data}, looked at where it lies. A change of it leaves every byte as it came that
 * the change does not name, which is why no library reads it: they hand out the parts and not where they are. Immutable; its
 * content is never printed.
 */
public final class MultipartForm {

    private static final String TYPE = "multipart/form-data";
    private static final Pattern BOUNDARY
        = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    /** What is repeated is never given back: else each character of a name takes a piece of the call stack. */
    private static final Pattern NAME = Pattern
        .compile("(?i)[;\\s]name=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))");
    private static final Pattern FILE_NAME = Pattern
        .compile("(?i)[;\\s]filename=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))");
    private static final int MAX_PARTS = 100;
    private static final int MAX_HEAD = 8 * 1024;

    private final String contentType;
    private final byte[] bytes;
    private final String boundary;
    private final List<Part> parts;
    private final int end;

    private MultipartForm(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
        this.boundary = boundary(contentType);
        this.parts = new ArrayList<>();
        this.end = read();
    }

    /** True for the content type of such a form. */
    public static boolean is(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    /**
     * Reads a form.
     *
     * @param contentType the header that came with it, and names the boundary between its parts
     * @param bytes kept, not copied
     * @throws GatewayException if it is none, saying where it is wrong
     */
    public static MultipartForm of(String contentType, byte[] bytes) {
        return new MultipartForm(contentType, bytes);
    }

    /**
     * A form without parts.
     *
     * @param boundary letters and digits that are in none of what will be in it
     */
    public static MultipartForm empty(String boundary) {
        return new MultipartForm(TYPE + "; boundary=" + boundary, ascii("--" + boundary + "--\r\n"));
    }

    private static String boundary(String contentType) {
        var found = BOUNDARY.matcher(contentType);
        if (!is(contentType) || !found.find()) {
            throw malformed("its Content-Type names no boundary");
        }
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** Finds the parts. @return where the delimiter begins that ends the form */
    private int read() {
        var delimiter = ascii("--" + boundary);
        int at = startsWith(delimiter, 0) ? 0 : next(delimiter, 0);
        while (true) {
            int after = at + delimiter.length;
            if (startsWith(ascii("--"), after)) {
                return at;
            }
            int head = lineEnd(after) + 2;
            int content = headEnd(head) + 4;
            int next = next(delimiter, content - 2);
            if (parts.size() == MAX_PARTS) {
                throw malformed("it has more than %d parts".formatted(MAX_PARTS));
            }
            var said = head > content - 4 ? "" : new String(bytes, head, content - 4 - head, StandardCharsets.UTF_8);
            parts.add(part(said, at, content, next - 2));
            at = next;
        }
    }

    /** The next delimiter that begins a line. */
    private int next(byte[] delimiter, int from) {
        for (int i = from; i < bytes.length - delimiter.length - 1; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && startsWith(delimiter, i + 2)
                && endsDelimiter(i + 2 + delimiter.length)) {
                return i + 2;
            }
        }
        throw malformed("it ends before its last boundary");
    }

    private boolean endsDelimiter(int at) {
        return startsWith(ascii("--"), at) || startsWith(ascii("\r\n"), at) || startsWith(ascii(" "), at)
            || startsWith(ascii("\t"), at);
    }

    private boolean startsWith(byte[] text, int at) {
        if (at + text.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Blanks may stand between a delimiter and its line's end. */
    private int lineEnd(int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (!startsWith(ascii("\r\n"), at)) {
            throw malformed("a boundary is not alone in its line");
        }
        return at;
    }

    /** Where the empty line begins, its line's end before it included. */
    private int headEnd(int head) {
        var emptyLine = ascii("\r\n\r\n");
        for (int i = head - 2; i < Math.min(bytes.length, head + MAX_HEAD); i++) {
            if (startsWith(emptyLine, i)) {
                return i;
            }
        }
        throw malformed("a part's headers do not end");
    }

    private static Part part(String head, int from, int content, int contentEnd) {
        var name = "";
        var fileName = "";
        var type = "";
        for (var line : head.split("\r\n")) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                name = parameter(NAME, line);
                fileName = parameter(FILE_NAME, line);
            } else if (lower.startsWith("content-type:")) {
                type = line.substring("content-type:".length()).strip();
            }
        }
        if (name.isEmpty() || contentEnd < content) {
            throw malformed("a part has no name");
        }
        return new Part(name, fileName, type, from, content, contentEnd);
    }

    private static String parameter(Pattern pattern, String line) {
        var found = pattern.matcher(line);
        if (!found.find()) {
            return "";
        }
        return found.group(1) != null ? found.group(1).replaceAll("\\\\(.)", "$1") : found.group(2);
    }

    private static GatewayException malformed(String problem) {
        return new GatewayException(ErrorType.INVALID_REQUEST, "the body is no valid multipart form: " + problem);
    }

    /** The header to send with it. */
    public String contentType() {
        return contentType;
    }

    /** All of it. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The names of its parts, in their order; one may come more than once. */
    public List<String> names() {
        return parts.stream().map(Part::name).toList();
    }

    /** The texts under that name, in their order. */
    public List<String> texts(String name) {
        return parts.stream().filter(part -> part.name.equals(name) && part.fileName.isEmpty())
            .map(part -> new String(bytes, part.content, part.length(), StandardCharsets.UTF_8)).toList();
    }

    /** The first part under that name, be it a text or a file. */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name.equals(name)).findFirst();
    }

    /** The form with that text under that name: in the place of the one that is there, else at its end. */
    public MultipartForm with(String name, String text) {
        var there = part(name);
        return there.isEmpty() ? withText(name, text)
            : replaced(there.get().content, there.get().contentEnd, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The form with a text at its end, whatever is under that name already. */
    public MultipartForm withText(String name, String text) {
        return withPart("Content-Disposition: form-data; name=\"%s\"".formatted(quotable(name)),
            text.getBytes(StandardCharsets.UTF_8));
    }

    /** The form with a file at its end. */
    public MultipartForm withFile(String name, String fileName, String type, byte[] content) {
        return withPart("Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(quotable(name), quotable(fileName), type), content);
    }

    /** As browsers write what would end a quoted name. */
    private static String quotable(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private MultipartForm withPart(String head, byte[] content) {
        var part = new ByteArrayOutputStream(content.length + 200);
        part.writeBytes(("--" + boundary + "\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        part.writeBytes(content);
        part.writeBytes(ascii("\r\n"));
        return replaced(end, end, part.toByteArray());
    }

    /** The form without what is under that name; itself if nothing is. */
    public MultipartForm without(String name) {
        var there = part(name);
        return there.isEmpty() ? this
            : replaced(there.get().from, there.get().contentEnd + 2, new byte[0]).without(name);
    }

    private MultipartForm replaced(int from, int to, byte[] by) {
        var changed = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return new MultipartForm(contentType, changed);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Its size, never what is in it. */
    @Override
    public String toString() {
        return "MultipartForm[%d parts, %d bytes]".formatted(parts.size(), bytes.length);
    }

    /** One part: where it stands, and what it says it is. */
    public static final class Part {

        private final String name;
        private final String fileName;
        private final String contentType;
        private final int from;
        private final int content;
        private final int contentEnd;

        private Part(String name, String fileName, String contentType, int from, int content, int contentEnd) {
            this.name = name;
            this.fileName = fileName;
            this.contentType = contentType;
            this.from = from;
            this.content = content;
            this.contentEnd = contentEnd;
        }

        public String name() {
            return name;
        }

        /** Empty for a text. */
        public String fileName() {
            return fileName;
        }

        /** As the client said it; empty if it said none. */
        public String contentType() {
            return contentType;
        }

        /** How many bytes its content has. */
        public int length() {
            return contentEnd - content;
        }

        @Override
        public String toString() {
            return "Part[%d bytes]".formatted(length());
        }
    }
}
