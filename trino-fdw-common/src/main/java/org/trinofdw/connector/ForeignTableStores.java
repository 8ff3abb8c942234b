package org.trinofdw.connector;

import io.trino.spi.Node;
import io.trino.spi.TrinoException;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.store.FileForeignTableStore;
import org.trinofdw.definition.DefinitionChanges;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignTableStore;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;

import java.nio.file.Path;
import java.util.Optional;

import static org.trinofdw.error.FdwErrorCode.DEFINITION_STORE_ERROR;

/**
 * Opens the store of a catalog's definitions. Only the coordinator has one; workers get with each scan what they need of a definition.
 */
final class ForeignTableStores
{
    private ForeignTableStores() {}

    static ForeignTableStore open(String catalogName, CatalogOptions options, Node node, TypeManager typeManager)
    {
        if (!node.isCoordinator()) {
            return new EmptyStore("definitions are changed on the coordinator");
        }
        Optional<Path> directory = options.catalog().get(CommonOptions.STORE_DIRECTORY)
                .map(Path::of)
                // launchers pass the node's data directory as a system property
                .or(() -> Optional.ofNullable(System.getProperty("node.data-dir")).map(data -> Path.of(data, "fdw", catalogName)));
        if (directory.isEmpty()) {
            return new EmptyStore("there is no place to keep definitions: set the catalog property \"%s\", or node.data-dir".formatted(CommonOptions.STORE_DIRECTORY.propertyName()));
        }
        return new FileForeignTableStore(directory.get(), typeManager);
    }

    /** Holds nothing and says why nothing can be added. */
    private record EmptyStore(String reason)
            implements ForeignTableStore
    {
        @Override
        public Definitions load()
        {
            return Definitions.EMPTY;
        }

        @Override
        public void commit(DefinitionChanges changes)
        {
            throw new TrinoException(DEFINITION_STORE_ERROR, reason);
        }

        @Override
        public void close() {}
    }
}
