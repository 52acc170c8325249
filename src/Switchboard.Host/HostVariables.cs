namespace Switchboard.Host;

/// <summary>What the environment says, or what a test says instead.</summary>
internal sealed record HostVariables(Func<string, string?> Variable)
{
    public static HostVariables Process { get; } = new(Environment.GetEnvironmentVariable);

    public string? Config => Variable("SWITCHBOARD_CONFIG");

    public string DataFolder => Path.GetFullPath(Variable("SWITCHBOARD_DATA") is { Length: > 0 } folder ? folder : "switchboard-data");

    public string? AdminKey => Variable("SWITCHBOARD_ADMIN_KEY");

    public string? Secret => Variable("SWITCHBOARD_SECRET");

    public string? SecretFile => Variable("SWITCHBOARD_SECRET_FILE");
}
