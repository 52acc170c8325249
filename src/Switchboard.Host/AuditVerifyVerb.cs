using System.Data.Common;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;
using Switchboard.Gateway.Identity;
using Switchboard.Storage.Sqlite;

namespace Switchboard.Host;

/// <summary>
/// <c>audit verify</c>: proves that the journal is what the server wrote, or says where it is not. Also works beside a running server.
/// </summary>
internal static class AuditVerifyVerb
{
    /// <returns>0: intact; 1: not intact; 2: could not be checked.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var variables = HostVariables.Process;
        if (arguments is [var folder, ..])
        {
            variables = new HostVariables(name => name == "SWITCHBOARD_DATA" ? folder : HostVariables.Process.Variable(name));
        }

        try
        {
            var secret = RootSecret.Find(variables.Secret, variables.SecretFile, variables.DataFolder);
            var heads = await HeadsAsync(variables);
            var report = JournalVerifier.Verify(ServerBuilder.AuditFolder(variables), ServerBuilder.JournalKeysOf(secret), heads, new Progress(error), CancellationToken.None);
            await output.WriteAsync(VerifyReportFormatter.Format(report));
            return report.IsIntact ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidDataException or JournalException or DbException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static async Task<IReadOnlyList<AuditHead>> HeadsAsync(HostVariables variables)
    {
        var path = Path.Combine(variables.DataFolder, "switchboard.db");
        if (!File.Exists(path))
        {
            return [];
        }

        using var database = SqliteDatabase.Open(path);
        return await new SqliteAuditStore(database).LoadHeadsAsync(CancellationToken.None);
    }

    /// <summary>One line for each tenth of a large journal.</summary>
    private sealed class Progress(TextWriter error) : IProgress<VerifyProgress>
    {
        private int _told;

        public void Report(VerifyProgress value)
        {
            var tenth = value.Segments * 10 / Math.Max(1, value.TotalSegments);
            if (value.TotalSegments >= 10 && tenth > _told)
            {
                _told = tenth;
                error.WriteLine(VerifyReportFormatter.Format(value));
            }
        }
    }
}
