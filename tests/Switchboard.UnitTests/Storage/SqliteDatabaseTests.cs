using Microsoft.Data.Sqlite;
using Switchboard.Storage.Sqlite;
using Switchboard.UnitTests.Audit;

namespace Switchboard.UnitTests.Storage;

public sealed class SqliteDatabaseTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Open_Twice_AppliesEachMigrationOnce()
    {
        using var folder = new ScratchFolder();
        SqliteMigration[] migrations = [new(1, "0001_a", "CREATE TABLE a (x); INSERT INTO a VALUES (1);")];
        SqliteDatabase.Open(folder.File("x.db"), migrations).Dispose();
        migrations = [.. migrations, new(2, "0002_b", "INSERT INTO a VALUES (2);")];
        using var database = SqliteDatabase.Open(folder.File("x.db"), migrations);
        Assert.Equal(3L, await database.ReadAsync(session => session.Statement("SELECT SUM(x) FROM a").Scalar(), None));
    }

    [Fact]
    public void Open_ANewerSchema_IsRefusedInWords()
    {
        using var folder = new ScratchFolder();
        SqliteDatabase.Open(folder.File("x.db"), [new(1, "a", "CREATE TABLE a (x)"), new(2, "b", "CREATE TABLE b (x)")]).Dispose();
        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => SqliteDatabase.Open(folder.File("x.db"), [new(1, "a", "CREATE TABLE a (x)")]));
        Assert.Contains("has schema 2, but this release knows only 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFailingMigration_LeavesTheStepBefore()
    {
        using var folder = new ScratchFolder();
        SqliteMigration[] broken = [new(1, "a", "CREATE TABLE a (x)"), new(2, "b", "CREATE TABLE b (x); BROKEN")];
        Assert.Throws<SqliteException>(() => SqliteDatabase.Open(folder.File("x.db"), broken));
        using var mended = SqliteDatabase.Open(folder.File("x.db"), [broken[0], new(2, "b", "CREATE TABLE b (x)")]);
    }

    [Fact]
    public async Task Write_FunctionThrows_IsTakenBack()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"), [new(1, "a", "CREATE TABLE a (x)")]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            session =>
            {
                session.Statement("INSERT INTO a VALUES ($1)").With(1).Execute();
                throw new InvalidOperationException();
            },
            None));
        Assert.Equal(0L, await database.ReadAsync(session => session.Statement("SELECT COUNT(*) FROM a").Scalar(), None));
    }

    [Fact]
    public async Task Read_WhileAnotherWrites_SeesTheStateBefore()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"), [new(1, "a", "CREATE TABLE a (x)")]);
        long seen = await database.WriteAsync(
            session =>
            {
                session.Statement("INSERT INTO a VALUES (1)").Execute();
                return database.ReadAsync(reader => (long)reader.Statement("SELECT COUNT(*) FROM a").Scalar()!, None);
            },
            None).Unwrap();
        Assert.Equal(0, seen);
        Assert.Equal("wal", await database.ReadAsync(session => session.Statement("PRAGMA journal_mode").Scalar(), None));
    }

    [Fact]
    public void ReadAll_TheReleasesMigrations_AreNumberedWithoutGap() =>
        Assert.Equal(1, SqliteMigration.ReadAll()[0].Version);
}
