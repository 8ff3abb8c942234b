package org.trinofdw.product.soak;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.cluster.TrinoNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * What a node holds on to, as the JDK's own tool sees it from outside.
 *
 * @param liveBytes of the heap, after a collection
 * @param threads platform threads by name, digits left out
 * @param instances live instances of this project's own classes
 */
public record NodeState(long liveBytes, Map<String, Integer> threads, Map<String, Long> instances)
{
    // "name" #12 [34] daemon prio=5 …
    private static final Pattern THREAD = Pattern.compile("^\"(.*)\" #\\d+.*");
    //    1:        12345     678901  java.lang.String (java.base@25)
    private static final Pattern CLASS = Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)\\s*$");

    public NodeState
    {
        threads = ImmutableMap.copyOf(threads);
        instances = ImmutableMap.copyOf(instances);
    }

    public static NodeState of(TrinoNode node)
            throws IOException, InterruptedException
    {
        Map<String, Integer> threads = new TreeMap<>();
        for (String line : command(node, "Thread.print")) {
            Matcher thread = THREAD.matcher(line);
            if (thread.matches()) {
                threads.merge(thread.group(1).replaceAll("\\d+", "N"), 1, Integer::sum);
            }
        }
        Map<String, Long> instances = new TreeMap<>();
        long liveBytes = -1;
        // a histogram begins with a collection
        for (String line : command(node, "GC.class_histogram")) {
            Matcher total = TOTAL.matcher(line);
            Matcher type = CLASS.matcher(line);
            if (total.matches()) {
                liveBytes = Long.parseLong(total.group(1));
            }
            else if (type.matches() && type.group(2).startsWith("org.trinofdw.")) {
                instances.put(type.group(2), Long.parseLong(type.group(1)));
            }
        }
        if (threads.isEmpty() || liveBytes < 0) {
            throw new IllegalStateException("jcmd told nothing of " + node.name());
        }
        return new NodeState(liveBytes, threads, instances);
    }

    private static List<String> command(TrinoNode node, String command)
            throws IOException, InterruptedException
    {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(node.process().pid()), command)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd %s of %s failed: %s".formatted(command, node.name(), lines));
        }
        return lines;
    }

    public int threadCount()
    {
        return threads.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The names of which there are more threads than before, with how many more. */
    public String threadGrowth(NodeState before)
    {
        return threads.entrySet().stream()
                .filter(thread -> thread.getValue() > before.threads().getOrDefault(thread.getKey(), 0))
                .map(thread -> "%s +%s".formatted(thread.getKey(), thread.getValue() - before.threads().getOrDefault(thread.getKey(), 0)))
                .collect(joining(", "));
    }

    /** The classes of which there are many more instances than before, with both numbers. */
    public String instanceGrowth(NodeState before, long allowed)
    {
        return instances.entrySet().stream()
                .filter(type -> type.getValue() > before.instances().getOrDefault(type.getKey(), 0L) + allowed)
                .map(type -> "%s %s -> %s".formatted(type.getKey(), before.instances().getOrDefault(type.getKey(), 0L), type.getValue()))
                .collect(joining(", "));
    }

    @Override
    public String toString()
    {
        return "%s MB live, %s threads, %s instances of %s own classes".formatted(
                liveBytes >> 20,
                threadCount(),
                instances.values().stream().mapToLong(Long::longValue).sum(),
                instances.size());
    }
}
