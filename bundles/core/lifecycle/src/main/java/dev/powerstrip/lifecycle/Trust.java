package dev.powerstrip.lifecycle;

import java.io.IOException;
import java.nio.file.Path;

/** Decides by who made it whether a dropped-in jar may come in. Two that are equal decide alike. */
interface Trust {

    /** Lets every jar in. */
    Trust ANY = new Everybody();

    /**
     * Looks at a jar before it is installed.
     *
     * @param copy our own copy, which is what is installed then
     * @param digest SHA-256 of its bytes, hexadecimal
     * @param id what it says it is
     * @return who signed it; empty where nobody asks for a signature
     * @throws RefusedException if it may not come in
     * @throws IOException if it could not be read
     */
    String signer(Path copy, String digest, PluginId id) throws RefusedException, IOException;

    /** Whether a jar that runs may go on. A jar that cannot be read any more is not one that nobody trusts. */
    default boolean letsGoOn(PluginJar running) {
        try {
            signer(running.copy(), running.digest(), running.id());
            return true;
        } catch (RefusedException distrusted) {
            return false;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** Whether an older version is refused for good once a newer one has run. */
    default boolean refusesReplays() {
        return false;
    }

    /** Lets every jar in. */
    record Everybody() implements Trust {

        @Override
        public String signer(Path copy, String digest, PluginId id) {
            return "";
        }
    }

    /**
     * Lets no jar in, because nobody knows whom to trust; what runs goes on.
     *
     * @param problem what has to be put right
     */
    record Nobody(String problem) implements Trust {

        @Override
        public String signer(Path copy, String digest, PluginId id) throws RefusedException {
            throw new RefusedException("cannot be judged, so it is not let in: " + problem);
        }

        @Override
        public boolean letsGoOn(PluginJar running) {
            return true;
        }
    }
}
