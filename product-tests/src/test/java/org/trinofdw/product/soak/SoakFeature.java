package org.trinofdw.product.soak;

import java.sql.SQLException;

/**
 * Something that all clients use at the same time, with a model of what they have been told.
 */
public interface SoakFeature
{
    /** One statement, or a few, of a client. Called by many threads, but by one for each client. */
    void step(SoakClient client)
            throws SQLException;

    /** Compares the model with what is there, when no client is at work. */
    default void verify(SoakEnvironment environment, Findings findings)
            throws SQLException {}
}
