namespace Switchboard.Gateway.Configuration;

/// <summary>Finds and reads the configuration file.</summary>
internal static class SettingsLoader
{
    public const string DefaultFile = "switchboard.yaml";

    /// <summary>The file that <c>SWITCHBOARD_CONFIG</c> names, else <c>./switchboard.yaml</c> if it is there; null without a file.</summary>
    /// <exception cref="InvalidDataException">The named file does not exist.</exception>
    public static string? Locate(string? configured)
    {
        if (string.IsNullOrEmpty(configured))
        {
            return File.Exists(DefaultFile) ? Path.GetFullPath(DefaultFile) : null;
        }

        return File.Exists(configured) ? Path.GetFullPath(configured) : throw new InvalidDataException($"SWITCHBOARD_CONFIG names {configured}, which does not exist. Correct the path, or unset the variable to run on defaults.");
    }

    /// <summary>Reads the file; without one, the defaults.</summary>
    public static (GatewaySettings? Settings, IReadOnlyList<string> Faults) Load(string? path)
    {
        if (path is null)
        {
            return (new GatewaySettings(), []);
        }

        try
        {
            return SettingsFile.Parse(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [$"{path} cannot be read: {e.Message}"]);
        }
    }
}
