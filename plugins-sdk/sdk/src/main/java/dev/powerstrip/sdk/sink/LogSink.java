package dev.powerstrip.sdk.sink;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the records of finished exchanges somewhere. Called by one thread of its own, never a request's; blocking is
 * fine. Each record is offered until a call with it has returned: after a crash or a failure the same batch comes again,
 * with the same record ids.
 */
@ConsumerType
public interface LogSink {

    /**
     * Takes a batch, in the order in which the exchanges ended. When it returns, the records are the target's.
     *
     * @param batch not empty
     * @throws IOException if the target did not take them; the batch is offered again after a while
     */
    void write(List<CallRecord> batch) throws IOException;
}
