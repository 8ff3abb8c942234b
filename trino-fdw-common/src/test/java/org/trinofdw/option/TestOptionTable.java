package org.trinofdw.option;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.IMPORT;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

final class TestOptionTable
{
    private static final Option<String> HOST = Option.string("host", "Host").at(SERVER).withDefault("localhost");
    private static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows").at(SERVER, TABLE, SESSION).atLeast(1).withDefault(100);
    private static final Option<Integer> PORT = Option.integer("port", "Port").at(SERVER).atLeast(1).atMost(65535);
    private static final Option<Boolean> UPDATABLE = Option.bool("updatable", "Writable").at(SERVER, TABLE).withDefault(true);
    private static final Option<Double> COST = Option.decimal("cost", "Cost").at(SERVER).atLeast(0.0);
    private static final Option<String> PASSWORD = Option.string("password", "Password").at(USER_MAPPING).secret();
    private static final Option<Integer> PIN = Option.integer("pin", "Number that is a secret").at(USER_MAPPING).secret();
    private static final Option<List<String>> EXTENSIONS = Option.list("extensions", "Extensions").at(SERVER);
    private static final Option<Duration> TIMEOUT = Option.seconds("connect_timeout", "Timeout").at(SERVER).atLeast(new Duration(0, SECONDS));
    private static final Option<Duration> LIFETIME = Option.duration("lifetime", "Lifetime").at(SERVER);
    private static final Option<DataSize> SPLIT_SIZE = Option.dataSize("split_size", "Size").at(SERVER);
    private static final Option<String> ENCODING = Option.string("client_encoding", "Encoding").at(SERVER).refused("it is always UTF-8");
    private static final Option<String> DATABASE = Option.string("dbname", "Database").at(SERVER).alias("database");
    private static final Option<String> COLUMN_NAME = Option.string("column_name", "Name").at(COLUMN);

    private static final OptionTable OPTIONS = OptionTable.of(
            "test_fdw",
            HOST,
            FETCH_SIZE,
            PORT,
            UPDATABLE,
            COST,
            PASSWORD,
            PIN,
            EXTENSIONS,
            TIMEOUT,
            LIFETIME,
            SPLIT_SIZE,
            ENCODING,
            DATABASE,
            COLUMN_NAME,
            CommonOptions.MPP_EXECUTE);

    @Test
    void testValid()
    {
        Options options = OPTIONS.validate(SERVER, ImmutableMap.<String, String>builder()
                .put("host", "example")
                .put("fetch_size", " 7 ")
                .put("port", "65535")
                .put("cost", "0.25")
                .put("extensions", "hstore , citext")
                .put("connect_timeout", "10")
                .put("lifetime", "5m")
                .put("split_size", "64MB")
                .put("database", "d")
                .put("mpp_execute", "ALL Segments")
                .buildOrThrow());
        assertThat(options.get(HOST)).contains("example");
        assertThat(options.get(FETCH_SIZE)).contains(7);
        assertThat(options.get(PORT)).contains(65535);
        assertThat(options.get(COST)).contains(0.25);
        assertThat(options.get(EXTENSIONS)).contains(List.of("hstore", "citext"));
        assertThat(options.get(TIMEOUT)).contains(new Duration(10, SECONDS));
        assertThat(options.get(LIFETIME)).contains(new Duration(5, MINUTES));
        assertThat(options.get(SPLIT_SIZE)).contains(DataSize.of(64, MEGABYTE));
        assertThat(options.get(DATABASE)).contains("d");
        assertThat(options.get(CommonOptions.MPP_EXECUTE)).contains(MppExecute.ALL_SEGMENTS);
        assertThat(options.get(UPDATABLE)).isEmpty();
        assertThat(options.asMap()).containsEntry("dbname", "d").doesNotContainKey("database");
        assertThat(Options.fromValidated(options.asMap())).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "on,true", "YES,true", "1,true", "False,false", "off,false", "no,false", "0,false"})
    void testBooleans(String text, boolean value)
    {
        assertThat(UPDATABLE.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"maybe", "tru", "2", "''", "' true'"})
    void testNoBooleans(String text)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> UPDATABLE.parse(text))
                .withMessage("invalid value \"" + text + "\" for option \"updatable\": must be a boolean: true, false, on, off, yes, no, 1 or 0");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "1e999", "100$%", "0x1p3", "1d", "''", "-1"})
    void testNoNumbers(String text)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> COST.parse(text))
                .withMessage("invalid value \"" + text + "\" for option \"cost\": must be a finite number of at least 0.0");
    }

    @Test
    void testAllProblemsAtOnce()
    {
        assertThatThrownBy(() -> OPTIONS.validate(SERVER, ImmutableMap.of("fetchsize", "1", "password", "s3cret", "port", "0", "client_encoding", "UTF8", "zzzzzzzz", "1")))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(INVALID_OPTION.toErrorCode()))
                .hasMessageContaining("5 problems")
                .hasMessageContaining("invalid option \"fetchsize\"; perhaps you meant \"fetch_size\"")
                .hasMessageContaining("option \"password\" does not belong to a server; set it on a user mapping")
                .hasMessageContaining("invalid value \"0\" for option \"port\": must be an integer from 1 to 65535")
                .hasMessageContaining("option \"client_encoding\" cannot be used: it is always UTF-8")
                .hasMessageContaining("invalid option \"zzzzzzzz\"; valid options of a server of test_fdw are: connect_timeout, cost, dbname,")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void testOneProblem()
    {
        assertThatThrownBy(() -> OPTIONS.validate(TABLE, ImmutableMap.of("mpp_execute", "some segments")))
                .hasMessage("invalid value \"some segments\" for option \"mpp_execute\": must be one of 'coordinator', 'master', 'any', 'all segments'");
        assertThatThrownBy(() -> OPTIONS.validate(IMPORT, ImmutableMap.of("x", "y")))
                .hasMessage("invalid option \"x\"; IMPORT FOREIGN SCHEMA of test_fdw has no options");
    }

    @Test
    void testSynonym()
    {
        assertThat(CommonOptions.MPP_EXECUTE.parse("Master")).isEqualTo(MppExecute.COORDINATOR);
        assertThat(CommonOptions.MPP_EXECUTE.print(MppExecute.COORDINATOR)).isEqualTo("coordinator");
    }

    @Test
    void testAliasAndNameTogether()
    {
        assertThat(OPTIONS.problems(SERVER, ImmutableMap.of("dbname", "a", "database", "b")))
                .containsExactly("option \"dbname\" is given twice, as \"dbname\" and as \"database\"; keep one of them");
    }

    @Test
    void testSecretsStayHidden()
    {
        assertThat(OPTIONS.problems(USER_MAPPING, ImmutableMap.of("pin", "hush")))
                .containsExactly("invalid value for option \"pin\": must be an integer");
        Options mapping = OPTIONS.validate(USER_MAPPING, ImmutableMap.of("password", "hush"));
        assertThat(mapping.toString()).isEqualTo("{password=***}");
        assertThat(mapping.get(PASSWORD)).contains("hush");
        assertThat(Options.fromValidated(ImmutableMap.of("host", "x")).toString()).isEqualTo("{host=***}");
        assertThat(OPTIONS.validate(SERVER, ImmutableMap.of("host", "x")).toString()).isEqualTo("{host=x}");
    }

    @Test
    void testRule()
    {
        OptionTable table = OPTIONS.withRule(SERVER, options -> options.contains(HOST) ? Optional.empty() : Optional.of("a server needs \"host\""));
        assertThat(table.problems(SERVER, ImmutableMap.of())).containsExactly("a server needs \"host\"");
        assertThat(table.problems(SERVER, ImmutableMap.of("host", "x"))).isEmpty();
        assertThat(table.problems(TABLE, ImmutableMap.of())).isEmpty();
        // a rule is not asked about values that cannot be read
        assertThat(table.problems(SERVER, ImmutableMap.of("port", "x"))).hasSize(1).first().asString().contains("port");
    }

    @Test
    void testNearestName()
    {
        List<String> names = List.of("fetch_size", "batch_size", "host", "port");
        assertThat(NearestName.find("fetchsize", names)).contains("fetch_size");
        assertThat(NearestName.find("FETCH_SIZE", names)).contains("fetch_size");
        assertThat(NearestName.find("hsot", names)).contains("host");
        assertThat(NearestName.find("x", names)).isEmpty();
        assertThat(NearestName.find("something_else", names)).isEmpty();
    }

    @Test
    void testPrecedence()
    {
        Options wrapper = OPTIONS.validate(SERVER, Map.of("fetch_size", "1"));
        Options server = OPTIONS.validate(SERVER, Map.of("fetch_size", "2"));
        Options table = OPTIONS.validate(TABLE, Map.of("fetch_size", "3"));
        Options session = OPTIONS.validate(SESSION, Map.of("fetch_size", "4"));

        assertThat(EffectiveOptions.of(session, table, server, wrapper).require(FETCH_SIZE)).isEqualTo(4);
        assertThat(EffectiveOptions.of(Options.EMPTY, table, server, wrapper).require(FETCH_SIZE)).isEqualTo(3);
        assertThat(EffectiveOptions.of(Options.EMPTY, Options.EMPTY, server, wrapper).require(FETCH_SIZE)).isEqualTo(2);
        assertThat(EffectiveOptions.of(Options.EMPTY, Options.EMPTY, Options.EMPTY, wrapper).require(FETCH_SIZE)).isEqualTo(1);
        assertThat(EffectiveOptions.of().require(FETCH_SIZE)).isEqualTo(100);
        assertThat(EffectiveOptions.of(session, Options.EMPTY, Options.EMPTY, wrapper).require(FETCH_SIZE)).isEqualTo(4);
        assertThat(EffectiveOptions.of(Options.EMPTY, table, Options.EMPTY, wrapper).require(FETCH_SIZE)).isEqualTo(3);
        assertThatThrownBy(() -> EffectiveOptions.of().require(PORT))
                .hasMessage("option \"port\" is not set; set it on a server");
    }
}
