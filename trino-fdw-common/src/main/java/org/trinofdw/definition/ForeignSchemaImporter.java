package org.trinofdw.definition;

import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.option.Options;

import java.util.List;

/**
 * Makes definitions of the tables of a remote schema (IMPORT FOREIGN SCHEMA). Implemented by each wrapper.
 */
public interface ForeignSchemaImporter
{
    /**
     * Definitions of the remote tables that the filter selects. Their schema is the local schema, and their options
     * name the remote table wherever its name differs from the local one.
     *
     * @param options the options of the statement, validated at the level IMPORT
     */
    List<ForeignTable> importSchema(ConnectorSession session, ForeignServer server, String remoteSchema, ImportFilter filter, String localSchema, Options options);
}
