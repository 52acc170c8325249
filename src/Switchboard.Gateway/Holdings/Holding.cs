namespace Switchboard.Gateway.Holdings;

/// <summary>One thing that a vendor keeps for a tenant.</summary>
/// <param name="Id">The vendor's id of it.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Provider">The vendor.</param>
/// <param name="Kind"><c>file</c> or <c>batch</c>.</param>
/// <param name="CreatedAt">When it was first seen.</param>
internal sealed record Holding(string Id, string Tenant, string Provider, string Kind, DateTimeOffset CreatedAt)
{
    public const string File = "file";

    public const string Batch = "batch";
}
