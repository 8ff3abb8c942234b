package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.trino.spi.ErrorCode;
import io.trino.spi.TrinoException;
import org.trinofdw.ddl.store.FileStamp;
import org.trinofdw.ddl.syntax.ForeignDdlParser;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.definition.UserMappingKey;
import org.trinofdw.option.OptionTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * The definitions that SQL cannot change: the catalog's own server and mapping, the user mapping file and the script
 * files. The files are read again when they have changed; if they are bad then, the last good ones stay in force.
 */
final class FixedDefinitions
{
    private static final Logger log = Logger.get(FixedDefinitions.class);

    private final Definitions own;
    private final Optional<UserMappingFile> mappingFile;
    private final Optional<ScriptFiles> scriptFiles;
    private final OptionTable optionTable;
    private final ForeignDdlParser parser;
    private final String catalogName;
    private final String defaultSchema;
    private List<FileStamp> stamps = ImmutableList.of();

    FixedDefinitions(
            Definitions own,
            Optional<UserMappingFile> mappingFile,
            Optional<ScriptFiles> scriptFiles,
            OptionTable optionTable,
            ForeignDdlParser parser,
            String catalogName,
            String defaultSchema)
    {
        this.own = requireNonNull(own, "own is null");
        this.mappingFile = requireNonNull(mappingFile, "mappingFile is null");
        this.scriptFiles = requireNonNull(scriptFiles, "scriptFiles is null");
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.parser = requireNonNull(parser, "parser is null");
        this.catalogName = requireNonNull(catalogName, "catalogName is null");
        this.defaultSchema = requireNonNull(defaultSchema, "defaultSchema is null");
    }

    boolean hasFiles()
    {
        return mappingFile.isPresent() || scriptFiles.isPresent();
    }

    /**
     * @throws TrinoException if a file is bad
     */
    Definitions read()
    {
        List<Path> scripts = scriptFiles.map(ScriptFiles::find).orElse(ImmutableList.of());
        // before the content, so that a change while reading is seen as one later
        stamps = stamps(scripts);
        ImmutableMap.Builder<UserMappingKey, UserMapping> mappings = ImmutableMap.builder();
        mappings.putAll(own.userMappings());
        mappingFile.map(UserMappingFile::read).orElse(ImmutableList.of()).forEach(mapping -> mappings.put(UserMappingKey.of(mapping), mapping));
        Definitions base = new Definitions(own.servers(), mappings.buildKeepingLast(), own.tables());
        DefinitionEditor editor = new DefinitionEditor(new DefinitionRules(optionTable), base, Definitions.EMPTY);
        scripts.forEach(script -> execute(script, editor));
        Definitions defined = editor.result();
        return new Definitions(
                ImmutableMap.<String, ForeignServer>builder().putAll(base.servers()).putAll(defined.servers()).buildOrThrow(),
                ImmutableMap.<UserMappingKey, UserMapping>builder().putAll(base.userMappings()).putAll(defined.userMappings()).buildOrThrow(),
                defined.tables());
    }

    /**
     * The definitions if the files have changed since they were last read and are good.
     */
    Optional<Definitions> readIfChanged()
    {
        try {
            List<FileStamp> current = stamps(scriptFiles.map(ScriptFiles::find).orElse(ImmutableList.of()));
            if (current.equals(stamps)) {
                return Optional.empty();
            }
            stamps = current;
            return Optional.of(read());
        }
        catch (TrinoException e) {
            log.warn("Catalog %s keeps its definitions because their changed files are bad: %s", catalogName, e.getMessage());
            return Optional.empty();
        }
    }

    private void execute(Path script, DefinitionEditor editor)
    {
        try {
            StatementExecutor executor = new StatementExecutor(
                    editor,
                    optionTable,
                    (_, _, _, _, _, _) -> {
                        throw new TrinoException(NOT_SUPPORTED, "IMPORT FOREIGN SCHEMA cannot stand in a script file, since its tables would change by themselves; run it by SQL");
                    },
                    Optional.empty(),
                    catalogName,
                    defaultSchema);
            parser.parse(Files.readString(script)).forEach(executor::execute);
            executor.notices().forEach(notice -> log.info("%s: %s", script, notice));
        }
        catch (IOException e) {
            throw new TrinoException(INVALID_OPTION, "cannot read the script file %s: %s".formatted(script, e), e);
        }
        catch (TrinoException e) {
            ErrorCode code = e.getErrorCode();
            throw new TrinoException(() -> code, "%s, %s".formatted(script, e.getMessage()), e);
        }
    }

    private List<FileStamp> stamps(List<Path> scripts)
    {
        ImmutableList.Builder<FileStamp> current = ImmutableList.builder();
        try {
            if (mappingFile.isPresent()) {
                current.add(FileStamp.of(mappingFile.get().path()));
            }
            for (Path script : scripts) {
                current.add(FileStamp.of(script));
            }
        }
        catch (IOException e) {
            throw new TrinoException(INVALID_OPTION, "cannot look at the definition files of catalog \"%s\": %s".formatted(catalogName, e), e);
        }
        return current.build();
    }
}
