namespace Switchboard.Providers.Demo;

/// <summary>Why a request is answered with an error, in OpenAI's terms.</summary>
internal sealed class DemoRefusedException(int status, string message, string? param, string? code) : Exception(message)
{
    public int Status => status;

    public string? Param => param;

    public string? Code => code;
}
