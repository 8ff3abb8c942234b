package org.trinofdw.product.cluster;

import com.google.common.collect.ImmutableMap;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import static java.util.stream.Collectors.joining;

/**
 * Reads and writes the properties files of a Trino node.
 */
final class PropertiesFile
{
    private PropertiesFile() {}

    /**
     * @return nothing if there is no such file
     */
    static Map<String, String> read(Path file)
    {
        if (!Files.exists(file)) {
            return ImmutableMap.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name).strip()));
        return ImmutableMap.copyOf(values);
    }

    static void write(Path file, Map<String, String> values)
    {
        String text = new LinkedHashMap<>(values).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                .collect(joining());
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
