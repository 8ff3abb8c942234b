package org.trinofdw.testing.maxcompute.type;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestOdpsType
{
    @Test
    void testText()
    {
        assertText("BIGINT", "bigint");
        assertText("integer", "int");
        assertText("decimal", "decimal");
        assertText("decimal ( 10 , 2 )", "decimal(10,2)");
        assertText("decimal(10)", "decimal(10,0)");
        assertText("varchar(65535)", "varchar(65535)");
        assertText("map<string, array<struct<a : bigint, `b c`:decimal(38,18)>>>", "map<string,array<struct<a:bigint,`b c`:decimal(38,18)>>>");
    }

    private static void assertText(String source, String expected)
    {
        OdpsType type = OdpsType.parse(source);
        assertThat(type.text()).isEqualTo(expected);
        assertThat(OdpsType.parse(type.text())).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "other", "decimal(39,0)", "decimal(5,6)", "varchar", "varchar(0)", "varchar(65536)", "char(256)", "array", "array<>", "array<int", "map<int>", "struct<>", "struct<a>", "int int", "struct<`a:int>"})
    void testInvalid(String text)
    {
        assertThatThrownBy(() -> OdpsType.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("Invalid type \"%s\" at position".formatted(text));
    }
}
