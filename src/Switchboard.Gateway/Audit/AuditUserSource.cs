namespace Switchboard.Gateway.Audit;

/// <summary>Where a record's user comes from.</summary>
internal static class AuditUserSource
{
    public const string Jwt = "jwt";
    public const string Asserted = "asserted";
    public const string Owner = "owner";
}
