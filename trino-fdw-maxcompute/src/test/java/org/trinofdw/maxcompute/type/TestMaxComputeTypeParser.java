package org.trinofdw.maxcompute.type;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.maxcompute.type.MaxComputeTypeParser.parseType;

final class TestMaxComputeTypeParser
{
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "BIGINT;bigint",
            "bigint;bigint",
            " int ;int",
            "integer;int",
            "DECIMAL(38,18);decimal(38,18)",
            "decimal( 10 , 2 );decimal(10,2)",
            "DECIMAL(10);decimal(10,0)",
            "DECIMAL;decimal",
            "VARCHAR(65535);varchar(65535)",
            "char(1);char(1)",
            "TIMESTAMP_NTZ;timestamp_ntz",
            "INTERVAL_DAY_TIME;interval_day_time",
            "ARRAY<STRING>;array<string>",
            "MAP<STRING,ARRAY<BIGINT>>;map<string,array<bigint>>",
            "STRUCT<a:INT,B:MAP<STRING,STRUCT<c:DOUBLE>>>;struct<`a`:int,`B`:map<string,struct<`c`:double>>>",
            "struct<`odd name`:int, `tick``s` : string>;struct<`odd name`:int,`tick``s`:string>",
    })
    void testKnown(String text, String canonical)
    {
        MaxComputeType type = parseType(text);
        assertThat(type.isKnown()).isTrue();
        assertThat(type).hasToString(canonical);
        assertThat(parseType(type.toString())).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vector(3)", "geography", "array<", "array<int", "array<int>>", "map<int>", "decimal(0,0)", "decimal(2,3)", "decimal(x)", "varchar", "varchar(0)", "char(-1)", "struct<>", "struct<a>",
            "struct<`a:int>", "int int", "array<int>)"})
    void testUnknown(String text)
    {
        MaxComputeType type = parseType(text);
        assertThat(type.isKnown()).isFalse();
        assertThat(type.kind()).isEqualTo(TypeKind.UNKNOWN);
    }

    @Test
    void testUnknownInside()
    {
        MaxComputeType type = parseType("array<vector(3)>");
        assertThat(type.kind()).isEqualTo(TypeKind.ARRAY);
        assertThat(type.isKnown()).isFalse();
        assertThat(type.arguments()).isEqualTo(ImmutableList.of(MaxComputeType.unknown("vector(3)")));
    }

    @Test
    void testDepthIsBounded()
    {
        assertThat(parseType("array<".repeat(100_000)).isKnown()).isFalse();
    }
}
