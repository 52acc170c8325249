using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Gateway.Identity;

/// <summary>
/// The secret that every other one of the server's own keys derives from (HKDF, RFC 5869). Taken from <c>SWITCHBOARD_SECRET</c>, or from
/// the file that <c>SWITCHBOARD_SECRET_FILE</c> names; else generated once into a file beside the data folder, not in it, so that a copy
/// of the data alone proves and opens nothing.
/// </summary>
internal sealed class RootSecret
{
    private const int GeneratedBytes = 32;
    private const int ShortestText = 16;
    private readonly byte[] _material;

    private RootSecret(byte[] material) => _material = material;

    /// <summary>Names the secret without telling it: derived keys carry this id, so that a later rotation knows which is meant.</summary>
    public string KeyId => Convert.ToHexStringLower(Derive("key id", 4));

    /// <summary>Finds or makes the secret.</summary>
    /// <exception cref="InvalidDataException">The secret is too short, or its file cannot be used; the message says what to do.</exception>
    public static RootSecret Establish(string? text, string? file, string dataFolder)
    {
        var path = PathOf(file, dataFolder);
        if (string.IsNullOrEmpty(text) && !File.Exists(path))
        {
            Reading(path, () => Generate(path));
        }

        return Find(text, file, dataFolder);
    }

    /// <summary>Finds the secret, and never makes one.</summary>
    /// <exception cref="InvalidDataException">There is none, it is too short, or its file cannot be read; the message says what to do.</exception>
    public static RootSecret Find(string? text, string? file, string dataFolder)
    {
        if (!string.IsNullOrEmpty(text))
        {
            return FromText(text, "SWITCHBOARD_SECRET");
        }

        var path = PathOf(file, dataFolder);
        var content = "";
        Reading(path, () => content = File.ReadAllText(path));
        return FromText(content.Trim(), path);
    }

    /// <summary>A key for one purpose; another purpose gives an unrelated key.</summary>
    public byte[] Derive(string purpose, int bytes = 32) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _material, bytes, salt: null, Encoding.UTF8.GetBytes("switchboard " + purpose));

    private static string PathOf(string? file, string dataFolder) =>
        string.IsNullOrEmpty(file) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)) + ".secret" : Path.GetFullPath(file);

    private static void Reading(string path, Action access)
    {
        try
        {
            access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The root secret's file {path} cannot be read or made: {e.Message} Set SWITCHBOARD_SECRET_FILE to a file that this user may write, or SWITCHBOARD_SECRET to the secret itself.", e);
        }
    }

    private static RootSecret FromText(string text, string source) => text.Length >= ShortestText
        ? new RootSecret(Encoding.UTF8.GetBytes(text))
        : throw new InvalidDataException($"The root secret in {source} is shorter than {ShortestText} characters. Use a long random one, for example of: openssl rand -hex 32");

    private static void Generate(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(GeneratedBytes * 2, lowercase: true)));
        stream.Flush(flushToDisk: true);
    }
}
