package org.trinofdw.product.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The SQL texts of the demo, which lie beside this class.
 */
public final class Scripts
{
    private Scripts() {}

    public static String read(String name)
    {
        try (InputStream resource = requireNonNull(Scripts.class.getResourceAsStream(name + ".sql"), name)) {
            return new String(resource.readAllBytes(), UTF_8).strip();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param values what stands in place of each <code>${name}</code>
     */
    public static String read(String name, Map<String, String> values)
    {
        String text = read(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    /**
     * The statements of a script, which holds no semicolon but between them.
     */
    public static List<String> statements(String script)
    {
        return Arrays.stream(script.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /**
     * The call that executes foreign DDL in a catalog.
     */
    public static String executeDdl(String catalog, String ddl)
    {
        return "CALL %s.system.execute_ddl('%s')".formatted(catalog, ddl.replace("'", "''"));
    }
}
