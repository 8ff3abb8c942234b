package org.trinofdw.definition;

import io.trino.spi.TrinoException;
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
     * @param server where the schema is; it and the mapping may be so new that the catalog does not know them yet
     * @param userMapping the mapping that applies to the user
     * @param remoteSchema name of the schema as the remote spells it
     * @param options the options of the statement, validated at the level IMPORT
     * @throws TrinoException if there is no such schema
     */
    List<ForeignTable> importSchema(
            ConnectorSession session,
            ForeignServer server,
            UserMapping userMapping,
            String remoteSchema,
            ImportFilter filter,
            String localSchema,
            Options options);
}
