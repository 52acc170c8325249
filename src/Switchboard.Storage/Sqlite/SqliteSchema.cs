using Microsoft.Data.Sqlite;

namespace Switchboard.Storage.Sqlite;

/// <summary>Brings a database up to date, one transaction per step; <c>PRAGMA user_version</c> says how far it is.</summary>
internal static class SqliteSchema
{
    public static void Apply(SqliteConnection connection, IReadOnlyList<SqliteMigration> migrations)
    {
        long version = ReadVersion(connection);
        if (version > migrations.Count)
        {
            throw new InvalidDataException(
                $"The database {connection.DataSource} has schema {version}, but this release knows only {migrations.Count}. "
                + "Start the newer release, or restore a backup from before it.");
        }

        foreach (SqliteMigration migration in migrations.Skip((int)version))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            Execute(connection, transaction, migration.Sql);
            Execute(connection, transaction, $"PRAGMA user_version = {migration.Version}");
            transaction.Commit();
        }
    }

    private static long ReadVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
