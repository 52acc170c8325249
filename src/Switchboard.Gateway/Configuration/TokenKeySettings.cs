using System.Text;
using Switchboard.Gateway.Identity.Tokens;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads one fixed key of an issuer: a shared secret, best from a variable or a file, or a public key in PEM.</summary>
internal static class TokenKeySettings
{
    public static SigningKey? Read(ConfigNode node)
    {
        var (id, secret, pem) = (node.Text("kid"), Content(node, "secret", "secret_file"), Content(node, "pem", "pem_file"));
        node.Close();
        if ((secret is null) == (pem is null))
        {
            node.Fault("secret", "or pem must be there (or its file), and not both; or its variable is not set");
            return null;
        }

        if (secret is not null)
        {
            return Secret(node, id, secret);
        }

        var (key, fault) = PublicKeyPem.Read(id, pem!);
        if (key is null)
        {
            node.Fault("pem", fault!);
        }

        return key;
    }

    private static SigningKey? Secret(ConfigNode node, string? id, string secret)
    {
        if (secret.Contains(PublicKeyPem.Begin, StringComparison.Ordinal))
        {
            node.Fault("secret", "is a PEM: a public key that is taken for a secret lets anyone sign; give it as pem");
            return null;
        }

        var key = SigningKey.OfSecret(id, Encoding.UTF8.GetBytes(secret));
        if (key is null)
        {
            node.Fault("secret", $"is shorter than {SigningKey.ShortestSecret} bytes; make one with: openssl rand -hex 32");
        }

        return key;
    }

    private static string? Content(ConfigNode node, string name, string fileName)
    {
        var (text, file) = (node.Text(name), node.Text(fileName));
        if (file is null)
        {
            return text;
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            node.Fault(fileName, $"cannot be read: {e.Message}");
            return null;
        }
    }
}
