namespace Switchboard.FunctionalTests.Audit;

/// <summary>A server's folder that outlives the server and goes with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("switchboard-audit-").FullName;

    public string Data => Path.Combine(Root, "data");

    public string Journal => Path.Combine(Data, "audit");

    public string FirstSegment => Path.Combine(Journal, "00000001.journal");

    public string Database => Path.Combine(Data, "switchboard.db");

    public string Secret => Path.Combine(Root, "data.secret");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
