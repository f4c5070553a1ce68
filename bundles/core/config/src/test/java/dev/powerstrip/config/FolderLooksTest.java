package dev.powerstrip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLooksTest {

    @TempDir
    private Path folder;
    private FolderLooks looks;

    @BeforeEach
    void firstLook() throws IOException {
        looks = new FolderLooks(List.of(folder), ".jar");
        looks.first(Instant.now());
    }

    @Test
    void aFileCountsOnceTwoLooksSawItTheSame() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");

        assertThat(looks.again()).isFalse();
        assertThat(looks.again()).isTrue();
        assertThat(looks.still()).containsOnlyKeys(file);
        assertThat(looks.again()).isFalse();
    }

    @Test
    void aFileThatGrowsDoesNotCountUntilItRests() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");
        looks.again();
        Files.writeString(file, "b", StandardOpenOption.APPEND);

        assertThat(looks.again()).isFalse();
        assertThat(looks.still()).isEmpty();
        assertThat(looks.again()).isTrue();
    }

    @Test
    void aFileThatIsOverwrittenCountsAsItWasUntilItRests() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");
        looks.again();
        looks.again();
        var before = looks.still().get(file);

        Files.writeString(file, "longer");
        assertThat(looks.again()).isFalse();
        assertThat(looks.still()).containsEntry(file, before);
        assertThat(looks.again()).isTrue();
        assertThat(looks.still().get(file).size()).isEqualTo(6);
    }

    @Test
    void aFileMovedOverAnotherOfTheSameSizeAndTimeIsSeen() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");
        looks.again();
        looks.again();
        var other = Files.writeString(folder.resolve(".b"), "b");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));

        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        looks.again();
        assertThat(looks.again()).isTrue();
    }

    @Test
    void aFileIsGoneOnceTwoLooksMissedIt() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");
        looks.again();
        looks.again();

        Files.delete(file);
        assertThat(looks.again()).isFalse();
        assertThat(looks.still()).containsOnlyKeys(file);
        assertThat(looks.again()).isTrue();
        assertThat(looks.still()).isEmpty();
    }

    @Test
    void theFirstLookTakesWhatNobodyHasTouchedLately() throws IOException {
        var file = Files.writeString(folder.resolve("a.jar"), "a");
        var later = new FolderLooks(List.of(folder), ".jar");
        var atOnce = new FolderLooks(List.of(folder), ".jar");

        later.first(Files.getLastModifiedTime(file).toInstant().plusSeconds(1));
        atOnce.first(Files.getLastModifiedTime(file).toInstant());

        assertThat(later.still()).containsOnlyKeys(file);
        assertThat(atOnce.still()).isEmpty();
    }

    @Test
    void hiddenFilesOtherEndingsAndFoldersDoNotCount() throws IOException {
        Files.writeString(folder.resolve(".a.jar"), "a");
        Files.writeString(folder.resolve("a.jar.part"), "a");
        Files.createDirectory(folder.resolve("b.jar"));

        looks.again();

        assertThat(looks.again()).isFalse();
    }

    @Test
    void aFolderMayComeLater() throws IOException {
        var later = folder.resolve("later");
        var looksThere = new FolderLooks(List.of(later), ".jar");
        looksThere.first(Instant.now());
        Files.createDirectory(later);
        Files.writeString(later.resolve("a.jar"), "a");

        looksThere.again();

        assertThat(looksThere.again()).isTrue();
    }
}
