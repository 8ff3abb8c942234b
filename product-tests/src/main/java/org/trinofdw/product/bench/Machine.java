package org.trinofdw.product.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Describes the machine that was measured.
 */
final class Machine
{
    private static final Path CPU_INFORMATION = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String describe()
    {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return "%s, %s cores, %s GiB, %s %s, Java %s".formatted(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(memory / 1024.0 / 1024 / 1024),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    private static String processor()
    {
        if (!Files.isReadable(CPU_INFORMATION)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFORMATION)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
        catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }
}
