package dev.powerstrip.provider.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table in README.md is made of the descriptors. */
class VendorsReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String HEAD = "|---|---|---|---|---|\n";

    @Test
    void tellsEveryVendor() throws IOException {
        var text = Files.readString(README);
        var expected = text.substring(0, text.indexOf(HEAD) + HEAD.length()) + rows();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(README, expected);
        }

        assertThat(Files.readString(README)).as("run with -Dgolden.update=true and review the change")
            .isEqualTo(expected);
    }

    private static String rows() throws IOException {
        var rows = new StringBuilder();
        try (var folders = Files.list(Path.of(""))) {
            for (var folder : folders.filter(file -> Files.exists(file.resolve("provider.json"))).sorted().toList()) {
                var says = JsonParser.parseString(Files.readString(folder.resolve("provider.json"))).getAsJsonObject();
                rows.append("| [`%s`](%s/provider.json) | %s | %s | %s | %s |\n".formatted(folder, folder,
                    text(says, "name", ""), key(says), address(says),
                    text(says, "about", "")));
            }
        }
        return rows.toString();
    }

    private static String key(JsonObject says) {
        var needsFile = says.has("needsFile") && says.get("needsFile").getAsBoolean();
        return code(text(says, "credential", "")) + (needsFile ? " and a file" : "");
    }

    private static String address(JsonObject says) {
        return code(text(says, "baseUrl", "")) + text(says, "baseUrlExample", "").replaceAll("(.+)", "such as `$1`");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String text(JsonObject object, String name, String otherwise) {
        return object.has(name) ? object.get(name).getAsString() : otherwise;
    }
}
