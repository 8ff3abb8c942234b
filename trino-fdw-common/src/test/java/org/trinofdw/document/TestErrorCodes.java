package org.trinofdw.document;

import org.junit.jupiter.api.Test;
import org.trinofdw.error.FdwErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page for operators lists every error code, and no other.
 */
final class TestErrorCodes
{
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(FDW_[A-Z_]+)` \\|");

    @Test
    void testEveryCodeIsDocumented()
            throws IOException
    {
        List<String> documented = ROW.matcher(Files.readString(Path.of("..", "docs", "operations.md"))).results().map(row -> row.group(1)).toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(Arrays.stream(FdwErrorCode.values()).map(code -> code.toErrorCode().getName()).toList());
    }
}
