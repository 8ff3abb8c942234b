package org.trinofdw.example;

import org.junit.jupiter.api.Test;
import org.trinofdw.conformance.OptionReference;

import java.io.IOException;
import java.nio.file.Path;

final class TestFileOptionReference
{
    @Test
    void testReferenceIsUpToDate()
            throws IOException
    {
        OptionReference.check(Path.of("../docs/options.md"), FileOptions.TABLE_OF_OPTIONS);
    }
}
