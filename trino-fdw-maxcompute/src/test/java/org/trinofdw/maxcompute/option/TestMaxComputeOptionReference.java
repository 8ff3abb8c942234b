package org.trinofdw.maxcompute.option;

import org.junit.jupiter.api.Test;
import org.trinofdw.conformance.OptionReference;

import java.io.IOException;
import java.nio.file.Path;

final class TestMaxComputeOptionReference
{
    @Test
    void testReferenceIsUpToDate()
            throws IOException
    {
        OptionReference.check(Path.of("../docs/options.md"), MaxComputeOptions.TABLE_OF_OPTIONS);
    }
}
