package org.trinofdw.definition;

import io.trino.spi.TrinoException;

/**
 * Keeps the definitions of a catalog across restarts. A store belongs to one catalog of one coordinator.
 */
public interface ForeignTableStore
        extends AutoCloseable
{
    /**
     * The definitions as the last successful commit left them.
     *
     * @throws TrinoException DEFINITION_STORE_ERROR if they cannot be read; the message names what is damaged
     */
    Definitions load();

    /**
     * Makes the changes durable, all of them or none. When it returns, they survive a crash.
     *
     * @throws TrinoException DEFINITION_STORE_ERROR if the changes could not be made; then none of them is
     */
    void commit(DefinitionChanges changes);

    @Override
    void close();
}
