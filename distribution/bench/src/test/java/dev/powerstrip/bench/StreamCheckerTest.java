package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.bench.StreamAnswer.Sent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamCheckerTest {

    private static final long SENT_AT = 1_000_000;
    private static final long CAME_AT = 1_250_000;

    private final List<Long> lags = new ArrayList<>();
    private final StreamChecker checker = new StreamChecker(StreamScript.SHORT, lags::add);
    private final Hash body = new Hash();
    private final Hash text = new Hash();
    private final byte[] stream = stream();
    private final Sent sent = new Sent(0, body.value(), text.value());

    private byte[] stream() {
        var out = new ByteArrayOutputStream();
        for (int number = 0; number < StreamScript.SHORT.chunks(); number++) {
            var write = (number == 0 ? StreamScript.FIRST : StreamScript.NEXT).copy();
            write.stamp(number, SENT_AT);
            text.update(write.bytes(), write.textFrom(), write.textTo());
            out.write(write.bytes(), write.bodyFrom(), write.bodyTo() - write.bodyFrom());
        }
        out.write(StreamScript.LAST.bytes(), StreamScript.LAST.bodyFrom(),
            StreamScript.LAST.bodyTo() - StreamScript.LAST.bodyFrom());
        var bytes = out.toByteArray();
        body.update(bytes, 0, bytes.length);
        return bytes;
    }

    private Optional<Fault> faultOf(String came, boolean verbatim) {
        var bytes = came.getBytes(UTF_8);
        checker.read(bytes, 0, bytes.length, CAME_AT);
        return checker.fault(sent, verbatim);
    }

    private String whole() {
        return new String(stream, UTF_8);
    }

    @Test
    void aStreamThatCameAsItWasSentHasNoFaultAndAsManyLagsAsChunks() {
        assertThat(faultOf(whole(), true)).isEmpty();
        assertThat(lags).hasSize(StreamScript.SHORT.chunks()).containsOnly(CAME_AT - SENT_AT);
    }

    @Test
    void itDoesNotMatterHowTheBytesAreCut() {
        for (int i = 0; i < stream.length; i++) {
            checker.read(stream, i, i + 1, CAME_AT);
        }

        assertThat(checker.fault(sent, true)).isEmpty();
        assertThat(lags).hasSize(StreamScript.SHORT.chunks());
    }

    @Test
    void whatAGatewayAddsAroundTheTextIsNoFaultUnlessTheBodyMustBeVerbatim() {
        var spliced
            = ": keep-alive\n" + whole().replace("\"id\":\"chatcmpl-bench\"", "\"id\":\"gen-1\",\"provider\":\"up\"");

        assertThat(faultOf(spliced, false)).isEmpty();
        assertThat(checker.fault(sent, true))
            .hasValue(new Fault(Harm.CORRUPTED, "the body differs from what was sent"));
    }

    @Test
    void aMissingChunkIsAFault() {
        var events = whole().split("(?<=\n\n)");
        events[7] = "";

        assertThat(faultOf(String.join("", events), false))
            .hasValue(new Fault(Harm.CORRUPTED, "chunk 7 came where 6 was to come"));
    }

    @Test
    void aChunkThatComesTwiceIsAFault() {
        var events = whole().split("(?<=\n\n)");
        events[7] += events[7];

        assertThat(faultOf(String.join("", events), false))
            .hasValue(new Fault(Harm.DUPLICATED, "chunk 6 came where 7 was to come"));
    }

    @Test
    void anotherTextIsAFault() {
        assertThat(faultOf(whole().replaceFirst("fünf", "fuenf"), false))
            .hasValue(new Fault(Harm.CORRUPTED, "the text differs from what was sent"));
    }

    @Test
    void anEndWithoutUsageOrTerminatorIsAFault() {
        assertThat(faultOf(whole().replace("data: [DONE]\n\n", ""), false))
            .hasValue(new Fault(Harm.TRUNCATED, "the stream ended without [DONE]"));
    }

    @Test
    void anErrorInTheStreamIsToldAsItCame() {
        var events = whole().split("(?<=\n\n)");
        events[20] = "data: {\"error\":{\"code\":502,\"message\":\"cut\"}}\n\n";

        assertThat(faultOf(String.join("", events), false).orElseThrow().what()).contains("\"message\":\"cut\"");
    }
}
