package dev.powerstrip.sdk.upstream;

import dev.powerstrip.sdk.http.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** What an upstream answers: the head is here, the body is read as it comes. One thread; must be closed. */
@ProviderType
public interface UpstreamResponse extends Closeable {

    int status();

    Headers headers();

    /** The body; reading blocks until bytes come, the idle time is over or the attempt is cancelled. */
    InputStream body();

    /** Gives the connection back if the body was read to its end, else closes it. */
    @Override
    void close() throws IOException;
}
