package org.trinofdw.option;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.testing.TestingConnectorSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.trino.spi.StandardErrorCode.INVALID_TABLE_PROPERTY;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;

final class TestOptionProperties
{
    private static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows").at(SERVER, TABLE, SESSION).atLeast(1).withDefault(100);
    private static final Option<Boolean> UPDATABLE = Option.bool("updatable", "Writable").at(TABLE);
    private static final Option<Double> COST = Option.decimal("cost", "Cost").at(TABLE);
    private static final Option<String> COLUMN_NAME = Option.string("column_name", "Name").at(COLUMN);
    private static final Option<String> OLD = Option.string("old", "Old").at(TABLE).refused("it is old");
    private static final OptionTable OPTIONS = OptionTable.of("test_fdw", FETCH_SIZE, UPDATABLE, COST, COLUMN_NAME, OLD, CommonOptions.MPP_EXECUTE);

    @Test
    void testTableProperties()
    {
        List<PropertyMetadata<?>> properties = shown(OptionProperties.tableProperties(OPTIONS));
        assertThat(properties).extracting(PropertyMetadata::getName).containsExactly("fetch_size", "updatable", "cost", "mpp_execute");
        assertThat(properties).extracting(property -> (Object) property.getSqlType()).containsExactly(INTEGER, BOOLEAN, DOUBLE, VARCHAR);
        assertThat(properties).allSatisfy(property -> assertThat(property.getDefaultValue()).isNull());
    }

    @Test
    void testColumnProperties()
    {
        assertThat(shown(OptionProperties.columnProperties(OPTIONS))).extracting(PropertyMetadata::getName).containsExactly("column_name");
    }

    @Test
    void testOptionsThatCannotStandThere()
    {
        List<PropertyMetadata<?>> hidden = OptionProperties.tableProperties(OPTIONS).stream().filter(PropertyMetadata::isHidden).toList();
        assertThat(hidden).extracting(PropertyMetadata::getName).containsExactly("column_name", "old");
        assertThatThrownBy(() -> hidden.getFirst().decode("x")).hasMessage("option \"column_name\" does not belong to a foreign table; set it on a column of a foreign table");
        assertThatThrownBy(() -> hidden.getLast().decode("x")).hasMessage("option \"old\" cannot be used: it is old");
    }

    @Test
    void testDecodeAndEncode()
    {
        PropertyMetadata<?> fetchSize = OptionProperties.tableProperties(OPTIONS).getFirst();
        assertThat((Object) fetchSize.decode(7)).isEqualTo("7");
        assertThat(encode(fetchSize, "7")).isEqualTo(7);
        assertThatThrownBy(() -> fetchSize.decode(0))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(INVALID_TABLE_PROPERTY.toErrorCode()))
                .hasMessage("invalid value \"0\" for option \"fetch_size\": must be an integer of at least 1");
        PropertyMetadata<?> updatable = OptionProperties.tableProperties(OPTIONS).get(1);
        assertThat(encode(updatable, "off")).isEqualTo(false);
    }

    @Test
    void testLists()
    {
        Option<List<String>> keys = Option.list("keys", "Keys").at(TABLE, SESSION);
        OptionTable options = OptionTable.of("test_fdw", keys);
        PropertyMetadata<?> property = OptionProperties.tableProperties(options).getFirst();
        assertThat((Object) property.getSqlType()).isEqualTo(new ArrayType(VARCHAR));
        assertThat((Object) property.decode(List.of("a", "b c"))).isEqualTo("a, b c");
        assertThat(encode(property, "a, b c")).isEqualTo(List.of("a", "b c"));
        assertThat(OptionProperties.fromProperties(options, TABLE, ImmutableMap.of("keys", "a, b c")).get(keys)).contains(List.of("a", "b c"));
        assertThatThrownBy(() -> property.decode(List.of("a,b"))).hasMessage("invalid value \"a,b\" for option \"keys\": an entry must be neither NULL nor blank, and have no comma in it");
        assertThatThrownBy(() -> property.decode(List.of(""))).hasMessage("invalid value \"\" for option \"keys\": an entry must be neither NULL nor blank, and have no comma in it");
        assertThat((Object) OptionProperties.sessionProperties(options).getFirst().getSqlType()).isEqualTo(VARCHAR);
    }

    @Test
    void testFromProperties()
    {
        Options options = OptionProperties.fromProperties(OPTIONS, TABLE, ImmutableMap.of("fetch_size", "7", "updatable", true, "not_an_option", "x"));
        assertThat(options.get(FETCH_SIZE)).contains(7);
        assertThat(options.get(UPDATABLE)).contains(true);
        assertThat(options.asMap()).hasSize(2);
    }

    @Test
    void testFromSession()
    {
        ConnectorSession session = TestingConnectorSession.builder()
                .setPropertyMetadata(OptionProperties.sessionProperties(OPTIONS))
                .setPropertyValues(ImmutableMap.of("mpp_execute", "any"))
                .build();
        Options options = OptionProperties.fromSession(OPTIONS, session);
        assertThat(options.get(CommonOptions.MPP_EXECUTE)).contains(MppExecute.ANY);
        assertThat(options.get(FETCH_SIZE)).isEmpty();
    }

    private static List<PropertyMetadata<?>> shown(List<PropertyMetadata<?>> properties)
    {
        return properties.stream().filter(property -> !property.isHidden()).toList();
    }

    private static <T> Object encode(PropertyMetadata<T> property, Object value)
    {
        return property.encode(property.getJavaType().cast(value));
    }
}
