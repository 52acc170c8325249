using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Switchboard.Storage.Sqlite;

/// <summary>
/// The embedded database: one file in WAL mode, one writer at a time, readers beside it. Stores give it functions over a
/// <see cref="SqliteSession"/>; each runs in a transaction of its own.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>More readers than this wait for nobody, but their connections are not kept.</summary>
    private const int KeptReaders = 4;

    private readonly string _path;
    private readonly SqliteSession _writer;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private volatile bool _closed;

    private SqliteDatabase(string path, SqliteSession writer)
    {
        _path = path;
        _writer = writer;
    }

    /// <summary>Opens the file, or makes it, and brings its schema up to date; refuses the schema of a newer release.</summary>
    /// <exception cref="InvalidDataException">The file cannot be used; the message says what to do.</exception>
    public static SqliteDatabase Open(string path) => Open(path, SqliteMigration.ReadAll());

    public static SqliteDatabase Open(string path, IReadOnlyList<SqliteMigration> migrations)
    {
        SQLitePCL.Batteries_V2.Init();
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        KeepPrivate(full);
        var writer = OpenWriter(full);
        try
        {
            SqliteSchema.Apply(writer.Connection, migrations);
            return new SqliteDatabase(full, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Runs a change in a transaction; it is taken back where the function throws.</summary>
    public async Task WriteAsync(Action<SqliteSession> change, CancellationToken cancellationToken) =>
        await WriteAsync(
            session =>
            {
                change(session);
                return true;
            },
            cancellationToken);

    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return InTransaction(_writer, "BEGIN IMMEDIATE", change);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs a query as of one moment, beside any writer. The thread is the caller's: SQLite itself knows no waiting.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out SqliteSession? reader))
        {
            reader = SqliteSession.Open(_path, SqliteOpenMode.ReadWrite);
            reader.Statement("PRAGMA query_only = ON").Execute();
        }

        bool whole = false;
        try
        {
            T answer = InTransaction(reader, "BEGIN", query);
            whole = true;
            return Task.FromResult(answer);
        }
        finally
        {
            if (whole && !_closed && _readers.Count < KeptReaders)
            {
                _readers.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _writing.Wait();
        if (!_closed)
        {
            _closed = true;
            while (_readers.TryTake(out SqliteSession? reader))
            {
                reader.Dispose();
            }

            _writer.Dispose();
        }

        _writing.Release();
    }

    private static SqliteSession OpenWriter(string path)
    {
        SqliteSession? writer = null;
        try
        {
            writer = SqliteSession.Open(path, SqliteOpenMode.ReadWriteCreate);
            writer.Statement("PRAGMA page_size = 16384").Execute(); // Records fill pages: larger ones mean fewer reads and writes each.
            writer.Statement("PRAGMA cache_size = -16384").Execute();
            writer.Statement("PRAGMA journal_mode = WAL").Scalar();
            writer.Statement("PRAGMA synchronous = NORMAL").Execute();
            return writer;
        }
        catch (SqliteException error)
        {
            writer?.Dispose();
            throw new InvalidDataException(
                $"The database {path} cannot be opened: {error.Message} End the program that holds it, or restore it from a backup.", error);
        }
    }

    private static T InTransaction<T>(SqliteSession session, string begin, Func<SqliteSession, T> work)
    {
        session.Statement(begin).Execute();
        try
        {
            T result = work(session);
            session.Statement("COMMIT").Execute();
            return result;
        }
        catch
        {
            TakeBack(session);
            throw;
        }
    }

    private static void TakeBack(SqliteSession session)
    {
        try
        {
            session.Statement("ROLLBACK").Execute();
        }
        catch (SqliteException)
        {
            // SQLite has taken it back itself (disk full, for one); the first error is the one to report.
        }
    }

    private static void KeepPrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
    }
}
