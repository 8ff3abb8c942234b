package org.trinofdw.ddl.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.store.StoreJournal.Change;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.definition.DefinitionChanges;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ForeignTableStore;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.definition.UserMappingKey;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_STORE_ERROR;

/**
 * Keeps definitions as canonical DDL text in a directory: {@code servers/NAME.sql}, {@code user_mappings/SERVER/USER.sql}
 * and {@code tables/SCHEMA/TABLE.sql}. One change is one file, replaced atomically. Several changes go through a
 * journal: when it is in place they count as made, and whatever a crash left undone is done at the next start.
 */
public final class FileForeignTableStore
        implements ForeignTableStore
{
    private static final Logger log = Logger.get(FileForeignTableStore.class);

    private static final String FORMAT_LINE = "-- Trino FDW definition, format 1\n";
    private static final String FORMAT_PREFIX = "-- Trino FDW definition, format ";
    private static final String SUFFIX = ".sql";
    private static final int MAXIMUM_FILE_NAME_LENGTH = 200;

    private final Path directory;
    private final StoreFiles files;
    private final StoredDefinitions reader;
    private final FileChannel lock;
    private boolean journalPending;

    /**
     * Takes the directory, which is made if it does not exist, for this store alone.
     *
     * @throws TrinoException DEFINITION_STORE_ERROR if it cannot be used, or is used by another catalog or server
     */
    public FileForeignTableStore(Path directory, TypeManager typeManager)
    {
        this(directory, typeManager, new StoreFiles());
    }

    FileForeignTableStore(Path directory, TypeManager typeManager, StoreFiles files)
    {
        this.directory = requireNonNull(directory, "directory is null").toAbsolutePath();
        this.files = requireNonNull(files, "files is null");
        this.reader = new StoredDefinitions(typeManager);
        this.lock = lock();
    }

    @Override
    public synchronized Definitions load()
    {
        try {
            finishJournal();
            removeTemporaryFiles();
        }
        catch (IOException | IllegalArgumentException e) {
            throw storeError("cannot finish the changes in %s: %s".formatted(journal(), reason(e)), e);
        }
        List<String> problems = new ArrayList<>();
        Map<String, ForeignServer> servers = read("servers", reader::server, ForeignServer::name, problems);
        Map<UserMappingKey, UserMapping> mappings = read("user_mappings", reader::userMapping, UserMappingKey::of, problems);
        Map<SchemaTableName, ForeignTable> tables = read("tables", reader::table, ForeignTable::name, problems);
        if (!problems.isEmpty()) {
            throw storeError("definitions in %s are damaged; repair or remove these files: %s".formatted(directory, String.join("; ", problems)), null);
        }
        return new Definitions(servers, mappings, tables);
    }

    @Override
    public synchronized void commit(DefinitionChanges changes)
    {
        List<Change> fileChanges = fileChanges(changes);
        if (fileChanges.isEmpty()) {
            return;
        }
        try {
            finishJournal();
        }
        catch (IOException | IllegalArgumentException e) {
            throw storeError("cannot finish the earlier changes in %s: %s".formatted(journal(), reason(e)), e);
        }
        if (fileChanges.size() == 1) {
            try {
                make(fileChanges.getFirst());
            }
            catch (IOException e) {
                throw storeError("cannot write the definition %s: %s".formatted(directory.resolve(fileChanges.getFirst().path()), reason(e)), e);
            }
            return;
        }
        try {
            files.write(journal(), StoreJournal.of(fileChanges).write());
        }
        catch (IOException e) {
            throw storeError("cannot write the definitions in %s: %s".formatted(directory, reason(e)), e);
        }
        // from here on the changes are durable
        journalPending = true;
        try {
            finishJournal();
        }
        catch (IOException e) {
            log.warn(e, "Changes in %s are safe and will be finished later", journal());
        }
    }

    @Override
    public synchronized void close()
    {
        try {
            lock.close();
        }
        catch (IOException e) {
            log.warn(e, "Cannot release the lock of %s", directory);
        }
    }

    private FileChannel lock()
    {
        try {
            files.createDirectories(directory);
            FileChannel channel = files.lockFile(directory.resolve("lock"));
            try {
                if (channel.tryLock() != null) {
                    journalPending = Files.exists(journal());
                    return channel;
                }
            }
            catch (OverlappingFileLockException e) {
                // taken in this process
            }
            channel.close();
        }
        catch (IOException e) {
            throw storeError("cannot use the directory %s: %s".formatted(directory, reason(e)), e);
        }
        throw storeError("the directory %s is in use by another catalog or server; give each its own \"foreign-table.store-directory\"".formatted(directory), null);
    }

    private List<Change> fileChanges(DefinitionChanges changes)
    {
        ImmutableList.Builder<Change> fileChanges = ImmutableList.builder();
        changes.servers().forEach((name, server) -> fileChanges.add(change(
                path("servers", name),
                server,
                ForeignDdlWriter::write,
                reader::server)));
        changes.userMappings().forEach((key, mapping) -> fileChanges.add(change(
                path("user_mappings", key.server(), key.user()),
                mapping,
                ForeignDdlWriter::write,
                reader::userMapping)));
        changes.tables().forEach((name, table) -> fileChanges.add(change(
                path("tables", name.getSchemaName(), name.getTableName()),
                table,
                ForeignDdlWriter::write,
                reader::table)));
        return fileChanges.build();
    }

    private static <T> Change change(String path, Optional<T> value, Function<T, String> write, Function<String, T> read)
    {
        return new Change(path, value.map(definition -> {
            String text = write.apply(definition);
            // nothing is stored that does not read back as itself
            try {
                if (read.apply(text).equals(definition)) {
                    return FORMAT_LINE + text;
                }
            }
            catch (TrinoException | IllegalArgumentException e) {
                throw storeError("the definition cannot be stored, since its text does not read back: %s".formatted(e.getMessage()), e);
            }
            throw storeError("the definition %s cannot be stored, since its text reads back as another one".formatted(path), null);
        }));
    }

    private void make(Change change)
            throws IOException
    {
        Path file = directory.resolve(change.path());
        if (change.content().isPresent()) {
            files.write(file, change.content().get());
        }
        else {
            files.delete(file);
        }
    }

    private void finishJournal()
            throws IOException
    {
        if (!journalPending) {
            return;
        }
        for (Change change : StoreJournal.read(Files.readString(journal())).changes()) {
            make(change);
        }
        files.delete(journal());
        journalPending = false;
    }

    private Path journal()
    {
        return directory.resolve("journal.json");
    }

    private void removeTemporaryFiles()
            throws IOException
    {
        List<Path> temporary;
        try (Stream<Path> paths = Files.walk(directory)) {
            temporary = paths.filter(path -> path.getFileName().toString().endsWith(StoreFiles.TEMPORARY_SUFFIX)).toList();
        }
        for (Path path : temporary) {
            files.delete(path);
        }
    }

    private <K, V> Map<K, V> read(String kind, Function<String, V> read, Function<V, K> key, List<String> problems)
    {
        Path root = directory.resolve(kind);
        if (!Files.isDirectory(root)) {
            return ImmutableMap.of();
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.filter(path -> path.getFileName().toString().endsWith(SUFFIX)).sorted().collect(toImmutableList());
        }
        catch (IOException e) {
            throw storeError("cannot list the definitions in %s: %s".formatted(root, reason(e)), e);
        }
        ImmutableMap.Builder<K, V> values = ImmutableMap.builder();
        for (Path path : paths) {
            try {
                String text = Files.readString(path);
                if (!text.startsWith(FORMAT_LINE)) {
                    problems.add("%s (%s)".formatted(path, text.startsWith(FORMAT_PREFIX) ? "its format is of a newer version" : "its first line must be: " + FORMAT_LINE.strip()));
                    continue;
                }
                V value = read.apply(text);
                values.put(key.apply(value), value);
            }
            catch (IOException | TrinoException | IllegalArgumentException e) {
                problems.add("%s (%s)".formatted(path, reason(e)));
            }
        }
        try {
            return values.buildOrThrow();
        }
        catch (IllegalArgumentException e) {
            problems.add("%s (two files define the same object: %s)".formatted(root, e.getMessage()));
            return ImmutableMap.of();
        }
    }

    private static String path(String... names)
    {
        StringBuilder path = new StringBuilder(names[0]);
        for (int i = 1; i < names.length; i++) {
            path.append('/').append(fileName(names[i]));
        }
        return path.append(SUFFIX).toString();
    }

    /**
     * A name as the name of a file: what is not a small letter, a digit or _ is written as its UTF-8 bytes in
     * hexadecimal, so that names that differ stay different on every file system.
     */
    static String fileName(String name)
    {
        StringBuilder result = new StringBuilder();
        for (byte value : name.getBytes(UTF_8)) {
            char character = (char) (value & 0xff);
            if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_') {
                result.append(character);
            }
            else {
                result.append("%%%02x".formatted((int) character));
            }
        }
        if (result.length() > MAXIMUM_FILE_NAME_LENGTH) {
            String hash = Hashing.sha256().hashString(name, UTF_8).toString().substring(0, 32);
            return result.substring(0, MAXIMUM_FILE_NAME_LENGTH - 33) + "-" + hash;
        }
        return result.toString();
    }

    private static TrinoException storeError(String message, Throwable cause)
    {
        return new TrinoException(DEFINITION_STORE_ERROR, message, cause);
    }

    private static String reason(Exception e)
    {
        return e instanceof TrinoException || e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
    }
}
