package org.trinofdw.option;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;
import static org.trinofdw.option.OptionLevel.WRAPPER;

final class TestCatalogOptions
{
    private static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows").at(WRAPPER, SERVER, TABLE).atLeast(1);
    private static final Option<String> USER = Option.string("user", "User").at(USER_MAPPING);
    private static final Option<String> PASSWORD = Option.string("password", "Password").at(USER_MAPPING).secret();
    private static final Option<String> CERTIFICATE = Option.string("sslcert", "Certificate").at(SERVER, USER_MAPPING);
    private static final Option<String> TABLE_NAME = Option.string("table_name", "Name").at(TABLE);
    private static final OptionTable OPTIONS = OptionTable.of(
            "test_fdw",
            FETCH_SIZE,
            USER,
            PASSWORD,
            CERTIFICATE,
            TABLE_NAME,
            CommonOptions.IMPORT_FOREIGN_SCHEMA,
            CommonOptions.IMPORT_LIMIT_TO,
            CommonOptions.IMPORT_DEFAULT);

    @Test
    void testSortedByObject()
    {
        CatalogOptions options = CatalogOptions.of(OPTIONS, ImmutableMap.<String, String>builder()
                .put("fetch-size", "10")
                .put("user", "u")
                .put("password", "p")
                .put("sslcert", "c")
                .put("import-foreign-schema", "false")
                .put("import.limit-to", "public.*, other")
                .put("import_default", "true")
                .buildOrThrow());
        assertThat(options.server().asMap()).isEqualTo(ImmutableMap.of("fetch_size", "10", "sslcert", "c"));
        assertThat(options.userMapping().asMap()).isEqualTo(ImmutableMap.of("user", "u", "password", "p"));
        assertThat(options.catalog().get(CommonOptions.IMPORT_FOREIGN_SCHEMA)).contains(false);
        assertThat(options.catalog().get(CommonOptions.IMPORT_LIMIT_TO).orElseThrow()).containsExactly("public.*", "other");
        assertThat(options.imports().get(CommonOptions.IMPORT_DEFAULT)).contains(true);
    }

    @Test
    void testAllProblemsAtOnce()
    {
        assertThatThrownBy(() -> CatalogOptions.of(OPTIONS, ImmutableMap.of("fetchsize", "1", "table-name", "t", "import-foreign-schema", "perhaps", "fetch-size", "0", "fetch_size", "2")))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining("invalid catalog property \"fetchsize\"; perhaps you meant \"fetch-size\"")
                .hasMessageContaining("option \"table_name\" does not belong to a server; set it on a foreign table")
                .hasMessageContaining("invalid value \"perhaps\" for option \"import_foreign_schema\"")
                .hasMessageContaining("catalog property \"fetch_size\" is given twice");
    }

    @Test
    void testWrapperDefaults(@TempDir Path directory)
            throws IOException
    {
        Path file = directory.resolve("defaults.properties");
        Files.writeString(file, "fetch-size=20\n");
        assertThat(CatalogOptions.wrapperDefaults(OPTIONS, file).get(FETCH_SIZE)).contains(20);

        Files.writeString(file, "user=u\nfetch_sizes=1\n");
        assertThatThrownBy(() -> CatalogOptions.wrapperDefaults(OPTIONS, file))
                .hasMessageContaining("option \"user\" does not belong to a foreign data wrapper; set it on a user mapping")
                .hasMessageContaining("invalid property of " + file + " \"fetch_sizes\"; perhaps you meant \"fetch-size\"");

        assertThatThrownBy(() -> CatalogOptions.wrapperDefaults(OPTIONS, directory.resolve("missing")))
                .hasMessageContaining("cannot read the defaults file")
                .hasMessageContaining("\"fdw.defaults-file\"");
    }
}
