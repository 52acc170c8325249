namespace Switchboard.Testing; internal static class Program { private static void Main() { } }
