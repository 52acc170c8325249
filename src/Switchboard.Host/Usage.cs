using Switchboard.Gateway.Endpoints;

namespace Switchboard.Host;

/// <summary>What the program says of itself.</summary>
internal static class Usage
{
    private const string Text = """
        switchboard: the AI gateway

          switchboard                    start the server
          switchboard config check       check switchboard.yaml, or the file given as the next argument
          switchboard audit verify       prove that the audit trail is whole; exit code 1 if it is not
          switchboard --version

        Environment (all optional):
          SWITCHBOARD_CONFIG             the configuration file (default: ./switchboard.yaml if there is one)
          SWITCHBOARD_DATA               the data folder (default: ./switchboard-data)
          SWITCHBOARD_ADMIN_KEY          the administrator's key (default: made at the first start and shown once)
          SWITCHBOARD_SECRET[_FILE]      the root secret, or its file (default: made at the first start beside the data folder)
          OPENAI_API_KEY, …              a provider is on once its key is set; <PREFIX>_API_BASE points it elsewhere

        """;

    public static int Help(TextWriter output)
    {
        output.Write(Text);
        return 0;
    }

    public static int Version(TextWriter output)
    {
        output.WriteLine(ProductVersion.Current.Text);
        return 0;
    }

    public static int Wrong(TextWriter error)
    {
        error.WriteLine("This is no command that switchboard knows.");
        error.WriteLine();
        error.Write(Text);
        return 2;
    }
}
