package dev.powerstrip.wrap.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineProviderTest {

    @TempDir
    private Path home;

    @Test
    void writesIntoTheFolderItIsGiven() throws Exception {
        var folder = home.resolve("100%/log");
        var root = Logger.getAnonymousLogger();
        root.setUseParentHandlers(false);

        LineProvider.configure(root, Optional.of(folder));
        root.getHandlers()[0].setLevel(Level.OFF);
        root.info("Ready");
        for (Handler handler : root.getHandlers()) {
            handler.close();
        }

        assertThat(Files.readString(folder.resolve("powerstrip.0.log"))).contains("INFO  root: Ready");
    }
}
