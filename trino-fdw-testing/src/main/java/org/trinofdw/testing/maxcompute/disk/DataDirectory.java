package org.trinofdw.testing.maxcompute.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trinofdw.testing.maxcompute.store.MetaStore;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.Storage;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.store.TableStorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * The data of a service in a directory: {@code projects.json} with the projects and their schemas, and a directory in {@code tables} for each table. One
 * process at a time has it.
 */
public final class DataDirectory
        implements Storage, AutoCloseable
{
    private final Path projectsFile;
    private final Path tables;
    private final FileChannel lock;
    private final AtomicLong nextTable = new AtomicLong(1);

    private DataDirectory(Path directory, FileChannel lock)
    {
        projectsFile = directory.resolve("projects.json");
        tables = directory.resolve("tables");
        this.lock = requireNonNull(lock, "lock is null");
    }

    /**
     * @throws IllegalStateException if another process has the directory
     */
    public static DataDirectory open(Path directory)
    {
        try {
            Files.createDirectories(directory.resolve("tables"));
            FileChannel lock = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new IllegalStateException("Another service has the data directory %s; end it or name another directory".formatted(directory));
            }
            return new DataDirectory(directory, lock);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot use %s as data directory: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static boolean isLocked(FileChannel channel)
            throws IOException
    {
        try {
            // held until the channel closes
            return channel.tryLock() != null;
        }
        catch (OverlappingFileLockException _) {
            // this process has it already
            return false;
        }
    }

    /**
     * Puts into the store what the directory holds, and keeps all later changes of the store.
     *
     * @param store holds projects, and nothing in them
     */
    public void attach(MetaStore store)
    {
        if (Files.exists(projectsFile)) {
            TableFiles.readJson(projectsFile).forEach(project -> restoreProject(store, project));
        }
        for (Path directory : TableFiles.list(tables)) {
            String name = directory.getFileName().toString();
            boolean restored = !name.endsWith(TableFiles.DROPPED) && TableFiles.restore(directory, (project, namespace, tableName, table) ->
                    store.project(project).namespace(namespace).orElseThrow().restoreTable(tableName, table));
            if (restored) {
                nextTable.accumulateAndGet(Long.parseLong(name) + 1, Math::max);
            }
            else {
                TableFiles.delete(directory);
            }
        }
        store.attach(this);
    }

    private static void restoreProject(MetaStore store, JsonNode node)
    {
        String name = node.path("name").asText();
        Project project = store.findProject(name).orElseGet(() -> {
            Project added = new Project(name, node.path("owner").asText(), DocumentJson.textMap(node.path("properties")));
            store.addProject(added);
            return added;
        });
        node.path("schemas").forEach(schema -> project.addNamespace(new Namespace(schema.path("name").asText(), DocumentJson.text(schema, "comment"))));
    }

    @Override
    public synchronized void saveProjects(MetaStore store)
    {
        ArrayNode projects = DocumentJson.array();
        for (Project project : store.projects().values()) {
            ObjectNode node = projects.addObject()
                    .put("name", project.name())
                    .put("owner", project.owner());
            node.set("properties", DocumentJson.texts(project.properties()));
            ArrayNode schemas = node.putArray("schemas");
            for (Namespace namespace : project.namespaces().values()) {
                ObjectNode schema = schemas.addObject().put("name", namespace.name());
                namespace.comment().ifPresent(comment -> schema.put("comment", comment));
            }
        }
        TableFiles.writeJson(projectsFile, projects);
    }

    @Override
    public TableStorage createTable(String project, String namespace, String name, Table table)
    {
        return TableFiles.create(tables.resolve(Long.toString(nextTable.getAndIncrement())), project, namespace, name, table);
    }

    @Override
    public void close()
    {
        try {
            lock.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
