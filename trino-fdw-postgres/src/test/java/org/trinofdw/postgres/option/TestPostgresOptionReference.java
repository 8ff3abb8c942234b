package org.trinofdw.postgres.option;

import org.junit.jupiter.api.Test;
import org.trinofdw.conformance.OptionReference;

import java.io.IOException;
import java.nio.file.Path;

final class TestPostgresOptionReference
{
    @Test
    void testReferenceIsUpToDate()
            throws IOException
    {
        OptionReference.check(Path.of("../docs/options.md"), PostgresOptions.OPTION_TABLE);
    }
}
