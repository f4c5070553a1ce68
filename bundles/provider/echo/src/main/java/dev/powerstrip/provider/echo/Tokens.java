package dev.powerstrip.provider.echo;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts text into tokens as OpenAI's GPT-4 does. */
final class Tokens {

    private Tokens() {}

    static int count(String text) {
        return Table.ENCODING.countTokensOrdinary(sound(text));
    }

    /** The text token by token. A character that several tokens share comes with its last one, the others are empty. */
    static List<String> of(String text) {
        var tokens = Table.ENCODING.encodeOrdinary(sound(text));
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var rest = ByteBuffer.allocate(0);
        var pieces = new ArrayList<String>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            rest = joined(rest, bytes(tokens.get(i)));
            pieces.add(decoded(rest, decoder));
        }
        return pieces;
    }

    /** JSON may hold half a character, which no token stands for: it becomes a question mark. */
    private static String sound(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int token) {
        var one = new IntArrayList(1);
        one.add(token);
        return Table.ENCODING.decodeBytes(one);
    }

    private static ByteBuffer joined(ByteBuffer rest, byte[] more) {
        return ByteBuffer.allocate(rest.remaining() + more.length).put(rest).put(more).flip();
    }

    /** The characters that are whole; leaves the bytes of one that is not. */
    private static String decoded(ByteBuffer bytes, CharsetDecoder decoder) {
        var characters = CharBuffer.allocate(bytes.remaining());
        decoder.reset().decode(bytes, characters, false);
        return characters.flip().toString();
    }

    /** Read when the first text comes, not at start: it takes a quarter of a second and 17 MB. */
    private static final class Table {

        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
