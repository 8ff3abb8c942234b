package org.trinofdw.split;

/**
 * Implemented by page sources that can tell what they ask of the remote server, for logs and traces.
 */
public interface RemoteRequest
{
    /**
     * The remote SQL, or what comes nearest to it. Has no secret in it; empty before the remote side has been asked.
     */
    String requestText();
}
