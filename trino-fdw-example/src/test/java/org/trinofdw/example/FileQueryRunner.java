package org.trinofdw.example;

import io.trino.testing.DistributedQueryRunner;

import java.nio.file.Path;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * A Trino cluster in this process with a catalog over a folder of files.
 */
final class FileQueryRunner
{
    static final String CATALOG = "files";

    private FileQueryRunner() {}

    static DistributedQueryRunner create(Path directory)
            throws Exception
    {
        DistributedQueryRunner queryRunner = DistributedQueryRunner.builder(testSessionBuilder().setCatalog(CATALOG).setSchema("public").build())
                .setWorkerCount(2)
                .build();
        try {
            queryRunner.installPlugin(new FileFdwPlugin());
            queryRunner.createCatalog(CATALOG, "file_fdw", Map.of(
                    "directory", directory.toString(),
                    "header", "true",
                    "foreign-table.store-directory", queryRunner.getCoordinator().getBaseDataDir().resolve("foreign-tables").toString()));
            return queryRunner;
        }
        catch (Throwable e) {
            queryRunner.close();
            throw e;
        }
    }
}
