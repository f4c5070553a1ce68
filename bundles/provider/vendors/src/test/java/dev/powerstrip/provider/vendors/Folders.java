package dev.powerstrip.provider.vendors;

import dev.powerstrip.sdk.form.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders that are tried: every one here, and the one that the SDK shows as an example. */
final class Folders {

    private static final Path EXAMPLES = Path.of("../../../plugins-sdk/example-vendor");

    private Folders() {}

    static List<Path> all() throws IOException {
        try (var vendors = Files.list(Path.of("")); var examples = Files.list(EXAMPLES)) {
            return Stream.concat(vendors, examples).filter(folder -> Files.exists(folder.resolve("provider.json")))
                .sorted().toList();
        }
    }

    /** Those with golden exchanges of embeddings or of a rerank. */
    static List<Path> ofLists() throws IOException {
        return all().stream()
            .filter(folder -> Stream.of(Form.OPENAI_EMBEDDINGS, Form.OPENROUTER_RERANK, Form.OPENAI_IMAGES,
                Form.OPENAI_SPEECH, Form.OPENAI_TRANSCRIPTION, Form.OPENAI_MODERATION)
                .anyMatch(form -> Files.isDirectory(folder.resolve("golden").resolve(form.name()))))
            .toList();
    }
}
