package org.trinofdw.product.console;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestArguments
{
    @Test
    void testBothFormsOfAnOption()
    {
        Arguments arguments = parse("--workers", "3", "--http-port=8081", "--quiet");

        assertThat(arguments.getInteger("--workers", 0, 10)).isEqualTo(OptionalInt.of(3));
        assertThat(arguments.getInteger("--http-port", 1, 65535)).isEqualTo(OptionalInt.of(8081));
        assertThat(arguments.has("--quiet")).isTrue();
        assertThat(arguments.get("--etc")).isEmpty();
    }

    @Test
    void testUnknownArgumentIsRefused()
    {
        assertThatThrownBy(() -> parse("--worker", "3"))
                .isInstanceOf(LauncherException.class)
                .hasMessageStartingWith("'--worker' is not an argument of './fdw up'; it takes: ");
    }

    @Test
    void testMissingValueIsRefused()
    {
        assertThatThrownBy(() -> parse("--workers"))
                .hasMessage("--workers of './fdw up' needs a value");
        assertThatThrownBy(() -> parse().require("--etc"))
                .hasMessage("'./fdw up' needs --etc");
    }

    @Test
    void testNumberOutOfRangeIsRefused()
    {
        assertThatThrownBy(() -> parse("--workers", "11").getInteger("--workers", 0, 10))
                .hasMessage("--workers must be a whole number from 0 to 10, not '11'");
        assertThatThrownBy(() -> parse("--workers", "two").getInteger("--workers", 0, 10))
                .hasMessage("--workers must be a whole number from 0 to 10, not 'two'");
    }

    private static Arguments parse(String... arguments)
    {
        return Arguments.parse("up", List.of(arguments), Set.of("--workers", "--http-port", "--etc"), Set.of("--quiet"));
    }
}
