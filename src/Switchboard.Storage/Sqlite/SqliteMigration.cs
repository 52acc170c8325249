using System.Globalization;
using System.Reflection;

namespace Switchboard.Storage.Sqlite;

/// <summary>
/// One step of the schema. A file <c>Migrations/NNNN_name.sql</c> is all that a new one takes; once released it never changes.
/// </summary>
internal sealed record SqliteMigration(int Version, string Name, string Sql)
{
    private const string Prefix = "Switchboard.Storage.Sqlite.Migrations.";

    /// <summary>All of them, in order, numbered without gap from 1.</summary>
    public static IReadOnlyList<SqliteMigration> ReadAll()
    {
        Assembly assembly = typeof(SqliteMigration).Assembly;
        SqliteMigration[] migrations = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Version)];
        for (int i = 0; i < migrations.Length; i++)
        {
            if (migrations[i].Version != i + 1)
            {
                throw new InvalidOperationException($"Migration {migrations[i].Name} should have number {i + 1}: each number once, none left out.");
            }
        }

        return migrations;
    }

    private static SqliteMigration Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        string name = resource[Prefix.Length..];
        return new SqliteMigration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
