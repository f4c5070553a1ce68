package dev.powerstrip.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {

    private static final String TYPE = "multipart/form-data; boundary=\"b0 undary\"";
    private static final String FORM = """
        preamble
        --b0 undary\s
        Content-Disposition: form-data; name="model"

        openai/whisper-1
        --b0 undary
        content-disposition: form-data; filename="a \\"b\\".wav"; name="file"
        Content-Type: audio/wav

        \u0001--b0 undary is no end
        --b0 undaryNorThis

        --b0 undary
        Content-Disposition: form-data; name=tags[]

        x
        --b0 undary
        Content-Disposition: form-data; name="tags[]"


        --b0 undary--
        epilogue""".replace("\n", "\r\n");

    private static MultipartForm form(String text) {
        return MultipartForm.of(TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MultipartForm form) {
        return new String(form.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void findsItsPartsAmongWhateverStandsAroundThem() {
        var form = form(FORM);

        assertThat(form.names()).containsExactly("model", "file", "tags[]", "tags[]");
        assertThat(form.texts("model")).containsExactly("openai/whisper-1");
        assertThat(form.texts("tags[]")).containsExactly("x", "");
        var file = form.part("file").orElseThrow();
        assertThat(file.fileName()).isEqualTo("a \"b\".wav");
        assertThat(file.contentType()).isEqualTo("audio/wav");
        assertThat(file.length()).isEqualTo("\u0001--b0 undary is no end\r\n--b0 undaryNorThis\r\n".length());
        assertThat(form.part("other")).isEmpty();
    }

    @Test
    void changesOnePartAndLeavesEveryOtherByte() {
        assertThat(text(form(FORM).with("model", "whisper-1")))
            .isEqualTo(FORM.replace("openai/whisper-1", "whisper-1"));
        assertThat(form(FORM).with("new", "ü").texts("new")).containsExactly("ü");
        assertThat(text(form(FORM).with("new", "ü").without("new"))).isEqualTo(FORM);
        assertThat(form(FORM).without("tags[]").names()).containsExactly("model", "file");
        assertThat(form(FORM).without("other").bytes()).isEqualTo(FORM.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isMadeOfNothing() {
        var sound = new byte[] {0, 1, 2, '\r', '\n', -1};

        var made = MultipartForm.empty("abc").withText("a\"b", "1").withText("a\"b", "2")
            .withFile("file", "x.wav", "audio/wav", sound);
        var read = MultipartForm.of(made.contentType(), made.bytes());

        assertThat(read.texts("a%22b")).containsExactly("1", "2");
        assertThat(read.part("file").orElseThrow().length()).isEqualTo(sound.length);
        assertThat(made.toString()).isEqualTo("MultipartForm[3 parts, %d bytes]".formatted(made.bytes().length));
    }

    @Test
    void takesNoFormThatIsCutForOne() {
        var whole = MultipartForm.empty("abc").withText("a", "1").withText("b", "2");
        int end = whole.bytes().length - "--\r\n".length();

        for (int length = 0; length < end; length++) {
            var cut = Arrays.copyOf(whole.bytes(), length);
            assertThatThrownBy(() -> MultipartForm.of(whole.contentType(), cut)).as("cut at " + length)
                .isInstanceOfSatisfying(GatewayException.class,
                    error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "application/json", "multipart/form-data; boundary="})
    void needsABoundary(String type) {
        assertThatThrownBy(() -> MultipartForm.of(type, new byte[0])).hasMessageContaining("names no boundary");
    }

    @Test
    void takesNamesAsLongAsAPartsHeadersMayBe() {
        var name = "\\\"x".repeat(2500);

        var form
            = form("--b0 undary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\nx\r\n--b0 undary--");

        assertThat(form.names()).containsExactly("\"x".repeat(2500));
    }

    @Test
    void refusesPartsWithoutNameAndTooManyOfThem() {
        assertThatThrownBy(() -> form("--b0 undary\r\n\r\nx\r\n--b0 undary--")).hasMessageContaining("no name");

        var text = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            text.append("--b0 undary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n");
        }
        assertThatThrownBy(() -> form(text + "--b0 undary--")).hasMessageContaining("more than 100 parts");
    }
}
