package org.trinofdw.testing.maxcompute.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.store.TableStorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.Objects.requireNonNull;

/**
 * A table in a directory of its own: {@code table.json}, a {@code .partition} file for each partition, which names the {@code .rows} files with its rows in their
 * order, and these. A change is made when {@code table.json} or a {@code .partition} file is moved to its place. Thread-safe.
 */
final class TableFiles
        implements TableStorage
{
    static final String DROPPED = ".dropped";

    private static final String TABLE_FILE = "table.json";
    private static final String PARTITION_SUFFIX = ".partition";
    private static final String ROWS_SUFFIX = ".rows";

    private final Path directory;
    private final String project;
    private final String namespace;
    private final Map<PartitionKey, PartitionFile> partitions = new HashMap<>();
    private String name;
    private long nextNumber = 1;
    private boolean dropped;

    private TableFiles(Path directory, String project, String namespace, String name)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.project = requireNonNull(project, "project is null");
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.name = requireNonNull(name, "name is null");
    }

    static TableFiles create(Path directory, String project, String namespace, String name, Table table)
    {
        try {
            Files.createDirectory(directory);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot create directory " + directory, e);
        }
        TableFiles files = new TableFiles(directory, project, namespace, name);
        files.saveDefinition(table);
        return files;
    }

    @Override
    public synchronized void saveDefinition(Table table)
    {
        if (dropped) {
            return;
        }
        ObjectNode node = DocumentJson.object()
                .put("project", project)
                .put("schema", namespace)
                .put("name", name)
                .put("owner", table.owner())
                .put("created", table.created().toString())
                .put("lastDdl", table.lastDdl().toString())
                .put("nextColumnId", table.nextColumnId());
        node.set("definition", DocumentJson.definition(table.definition()));
        writeJson(directory.resolve(TABLE_FILE), node);
    }

    @Override
    public synchronized void rename(String newName, Table table)
    {
        name = requireNonNull(newName, "newName is null");
        saveDefinition(table);
    }

    @Override
    public synchronized void savePartition(PartitionKey key, Partition partition)
    {
        if (!dropped) {
            save(key, new PartitionFile(nextNumber++ + PARTITION_SUFFIX, partition.created(), ImmutableList.of()), partition.contents());
        }
    }

    @Override
    public synchronized void saveRows(PartitionKey key, Partition.Contents contents, List<RowChunk> added, boolean overwrite)
    {
        if (dropped) {
            return;
        }
        PartitionFile before = partitions.get(key);
        if (before == null) {
            // the only partition of a table without partition columns
            before = new PartitionFile(nextNumber++ + PARTITION_SUFFIX, contents.modified(), ImmutableList.of());
        }
        List<String> rows = new ArrayList<>(overwrite ? ImmutableList.of() : before.rows());
        if (!added.isEmpty()) {
            String file = nextNumber++ + ROWS_SUFFIX;
            RowFile.write(directory.resolve(file), added);
            rows.add(file);
        }
        save(key, new PartitionFile(before.name(), before.created(), rows), contents);
        before.rows().stream()
                .filter(file -> !rows.contains(file))
                .forEach(file -> WholeFiles.delete(directory.resolve(file)));
    }

    private void save(PartitionKey key, PartitionFile file, Partition.Contents contents)
    {
        ObjectNode node = DocumentJson.object();
        node.set("values", DocumentJson.texts(key.values()));
        node.put("created", file.created().toString())
                .put("modified", contents.modified().toString())
                .put("version", contents.version());
        node.set("rows", DocumentJson.texts(file.rows()));
        writeJson(directory.resolve(file.name()), node);
        partitions.put(key, file);
    }

    @Override
    public synchronized void dropPartition(PartitionKey key)
    {
        PartitionFile file = partitions.remove(key);
        if (!dropped && file != null) {
            WholeFiles.delete(directory.resolve(file.name()));
            file.rows().forEach(rows -> WholeFiles.delete(directory.resolve(rows)));
        }
    }

    @Override
    public synchronized void drop()
    {
        dropped = true;
        Path away = directory.resolveSibling(directory.getFileName() + DROPPED);
        try {
            Files.move(directory, away, ATOMIC_MOVE);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot drop " + directory, e);
        }
        delete(away);
    }

    /**
     * Deletes the directory of a table that was dropped or never finished.
     */
    static void delete(Path directory)
    {
        list(directory).forEach(WholeFiles::delete);
        WholeFiles.delete(directory);
    }

    /**
     * A table as it was when its last change was made. What a change left behind that was not finished is deleted.
     *
     * @param restored takes the table
     * @return whether there is one: the directory may be all that was made of it
     */
    static boolean restore(Path directory, Restored restored)
    {
        Path tableFile = directory.resolve(TABLE_FILE);
        if (!Files.exists(tableFile)) {
            return false;
        }
        JsonNode node = readJson(tableFile);
        TableFiles files = new TableFiles(directory, node.path("project").asText(), node.path("schema").asText(), node.path("name").asText());
        Set<String> used = new HashSet<>(Set.of(TABLE_FILE));
        List<Partition> partitions = new ArrayList<>();
        List<Path> all = list(directory);
        for (Path file : all) {
            if (file.getFileName().toString().endsWith(PARTITION_SUFFIX)) {
                partitions.add(files.restorePartition(file, used));
            }
        }
        for (Path file : all) {
            String fileName = file.getFileName().toString();
            if (!used.contains(fileName)) {
                WholeFiles.delete(file);
            }
            else if (!fileName.equals(TABLE_FILE)) {
                files.nextNumber = Math.max(files.nextNumber, Long.parseLong(fileName.substring(0, fileName.indexOf('.'))) + 1);
            }
        }
        Table table = Table.restore(
                DocumentJson.definition(node.path("definition")),
                node.path("owner").asText(),
                Instant.parse(node.path("created").asText()),
                Instant.parse(node.path("lastDdl").asText()),
                node.path("nextColumnId").asInt(),
                partitions,
                files);
        restored.accept(files.project, files.namespace, files.name, table);
        return true;
    }

    interface Restored
    {
        void accept(String project, String namespace, String name, Table table);
    }

    private Partition restorePartition(Path file, Set<String> used)
    {
        JsonNode node = readJson(file);
        PartitionKey key = new PartitionKey(DocumentJson.textList(node.path("values")));
        PartitionFile partitionFile = new PartitionFile(file.getFileName().toString(), Instant.parse(node.path("created").asText()), DocumentJson.textList(node.path("rows")));
        ImmutableList.Builder<RowChunk> chunks = ImmutableList.builder();
        for (String rows : partitionFile.rows()) {
            chunks.addAll(RowFile.read(directory.resolve(rows)));
            used.add(rows);
        }
        used.add(partitionFile.name());
        partitions.put(key, partitionFile);
        return new Partition(key, partitionFile.created(), Partition.Contents.of(chunks.build(), node.path("version").asLong(), Instant.parse(node.path("modified").asText())));
    }

    static void writeJson(Path file, JsonNode node)
    {
        WholeFiles.write(file, output -> output.write(node.toPrettyString().getBytes(UTF_8)));
    }

    static JsonNode readJson(Path file)
    {
        try {
            return DocumentJson.parse(Files.readAllBytes(file));
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    static List<Path> list(Path directory)
    {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    private record PartitionFile(String name, Instant created, List<String> rows)
    {
        private PartitionFile
        {
            rows = ImmutableList.copyOf(rows);
        }
    }
}
