package dev.powerstrip.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyTextTest {

    private static final URI ADDRESS = URI.create("http://127.0.0.1:8080");

    @TempDir
    Path folder;

    @Test
    void tellsWhichProvidersAreOnAndWhyOthersAreNot() {
        var text = ReadyText.of(
            List.of(FakePluginAdmin.current("auth.apikey"), FakePluginAdmin.current("provider.echo"),
                FakePluginAdmin.current("provider.compatible~local"),
                FakePluginAdmin.off("provider.openai", "set OPENAI_API_KEY"),
                FakePluginAdmin.refused("x.jar", "it exports packages")),
            ADDRESS, Path.of("/home/data"));

        assertThat(text).isEqualTo("""
              on       echo, local
              off      openai: set OPENAI_API_KEY
              refused  x.jar: it exports packages
            Try it:
              curl -N http://127.0.0.1:8080/api/v1/chat/completions \
            -H "Authorization: Bearer $(cat /home/data/local-key)" \
            -H 'Content-Type: application/json' -d '{"model":"echo/echo","stream":true,\
            "messages":[{"role":"user","content":"Hello, Powerstrip"}]}'""");
    }

    @Test
    void tellsTheManyWithoutAKeyInAFewLines() {
        var off = IntStream.range(10, 40)
            .mapToObj(i -> FakePluginAdmin.off("provider.vendor" + i,
                "no credential: set VENDOR_%d_KEY or write apiKey into etc/provider.vendor%d.cfg.json".formatted(i, i)))
            .toList();

        var lines = ReadyText.of(off, ADDRESS, Path.of("/home/data")).lines().toList();

        assertThat(lines).hasSizeLessThan(14).noneMatch(line -> line.startsWith("   ") && line.length() > 112);
        assertThat(String.join("", lines)).contains("vendor10 (VENDOR_10_KEY)", "vendor39 (VENDOR_39_KEY)");
    }

    @Test
    void printsACurlThatAShellReadsAsItIsMeantWhateverTheHomeIsCalled() throws Exception {
        var data = Files.createDirectories(folder.resolve("it's a $HOME \"quoted\""));
        Files.writeString(data.resolve("local-key"), "sk-ps-test\n");
        var curl = ReadyText.of(List.of(), ADDRESS, data).lines().filter(line -> line.contains("curl")).findFirst()
            .orElseThrow();

        var shell = new ProcessBuilder("sh", "-c", curl.replace("curl -N", "printf '%s\\n'")).redirectErrorStream(true)
            .start();
        var words = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
            .toList();

        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(words).contains("Authorization: Bearer sk-ps-test", "Content-Type: application/json");
    }
}
